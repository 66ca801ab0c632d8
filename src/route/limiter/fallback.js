import { memoryLimiter } from "./memory.js";

/**
 * @typedef {import("./pacing.js").Caller} Caller
 * @typedef {import("./pacing.js").Decision} Decision
 *
 * @typedef {object} SafeLimiter a limiter that never fails
 * @property {(caller: Caller) => Promise<Decision>} take
 * @property {(caller: Caller, pauseMs: number) => Promise<Decision>} refused
 */

/** How long a failed limiter is not used. */
const AWAY_MS = 5_000;

/**
 * The app's limiter, with one in memory as a fallback. Each outage is reported once.
 *
 * @param {import("../options.js").Options} options
 * @param {import("../report.js").Report} report
 * @param {() => number} [now]
 * @returns {SafeLimiter}
 */
export function limiterOf({ limiter, limits }, report, now = () => performance.now()) {
  const local = memoryLimiter();
  let isAway = false;
  let triedMs = Number.NEGATIVE_INFINITY;

  /** @param {(limiter: import("../index.js").Limiter) => Promise<Decision> | Decision} ask */
  async function askEither(ask) {
    if (!limiter || (isAway && now() - triedMs < AWAY_MS)) return ask(local);
    triedMs = now();
    try {
      const decision = await ask(limiter);
      if (!(decision?.waitMs >= 0)) throw new TypeError("The limiter returned no decision.");
      isAway = false;
      return decision;
    } catch (cause) {
      if (!isAway) report({ code: "limiter_away", message: AWAY, cause });
      isAway = true;
      return ask(local);
    }
  }

  return {
    take: (caller) => askEither((limiter) => limiter.take(caller, limits)),
    refused: (caller, pauseMs) => askEither((limiter) => limiter.refused(caller, pauseMs, limits)),
  };
}

const AWAY = "The shared limiter is unavailable. Until it is back, each process limits in memory.";
