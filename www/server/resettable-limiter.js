import { memoryLimiter } from "../../src/route/index.js";

/**
 * The route's limiter in memory, which the demo and the tests can have forget everything.
 *
 * @returns {import("../../src/route/index.js").Limiter & { reset: () => void }}
 */
export function resettableLimiter() {
  let limiter = memoryLimiter();
  return {
    take: (caller, limits) => limiter.take(caller, limits),
    refused: (caller, pauseMs, limits) => limiter.refused(caller, pauseMs, limits),
    reset() {
      limiter = memoryLimiter();
    },
  };
}
