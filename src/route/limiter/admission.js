/**
 * @typedef {import("./pacing.js").Caller} Caller
 * @typedef {import("./pacing.js").Decision} Decision
 */

/** So many requests are held at once, one of each caller. */
const MOST_HELD = 1_000;

/**
 * Holds a request whose slot is near, which costs less than a refusal and a second request.
 *
 * @param {import("./fallback.js").SafeLimiter} limiter
 * @param {number} longestMs how long a request is held in all
 * @param {(ms: number) => Promise<void>} [sleep]
 */
export function admission(limiter, longestMs, sleep = pause) {
  /** @type {Set<string>} */
  const held = new Set();

  /**
   * @param {Caller} caller
   * @param {AbortSignal} [signal] of a caller that may go away
   * @returns {Promise<Decision & { heldMs: number }>}
   */
  return async (caller, signal) => {
    const name = JSON.stringify(caller);
    let decision = await limiter.take(caller);
    let heldMs = 0;
    if (held.has(name) || held.size >= MOST_HELD) return { ...decision, heldMs };
    held.add(name);
    while (
      decision.limit === "key" &&
      decision.waitMs > 0 &&
      decision.waitMs <= longestMs - heldMs &&
      !signal?.aborted
    ) {
      heldMs += Math.ceil(decision.waitMs);
      await sleep(decision.waitMs);
      decision = await limiter.take(caller);
    }
    held.delete(name);
    return { ...decision, heldMs };
  };
}

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
