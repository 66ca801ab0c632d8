import { steadyClock } from "./clock.js";
import { Pacing } from "./pacing.js";

/** @type {typeof import("../index.js").memoryLimiter} */
export function memoryLimiter({ now = steadyClock() } = {}) {
  /** @type {Pacing | undefined} */
  let pacing;
  return {
    async take(caller, limits) {
      pacing ??= new Pacing(limits);
      return pacing.take(caller, now());
    },
    async refused(caller, pauseMs, limits) {
      pacing ??= new Pacing(limits);
      return pacing.refused(caller, pauseMs, now());
    },
  };
}
