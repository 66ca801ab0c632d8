/**
 * Counts requests in windows that open with a key's first request and close a while later, as
 * "until the reset" has it. Time comes in from outside and must be monotonic: a server whose wall
 * clock is wrong still limits rightly.
 *
 * @param {{ limit: number, windowMs?: number, monotonicNow: () => number }} options
 */
export function createRateLimit({ limit, windowMs = 60_000, monotonicNow }) {
  /** @type {Map<string, { startedMs: number, used: number }>} */
  const windows = new Map();

  return {
    /**
     * Counts a request.
     *
     * @param {string} key
     * @returns {number | undefined} seconds until the reset, if the request is one too many
     */
    take(key) {
      const nowMs = monotonicNow();
      let window = windows.get(key);
      if (!window || nowMs - window.startedMs >= windowMs) {
        window = { startedMs: nowMs, used: 0 };
        windows.set(key, window);
      }
      window.used += 1;
      if (window.used <= limit) return undefined;
      return Math.ceil((window.startedMs + windowMs - nowMs) / 1000);
    },

    /** Forgets every window. */
    reset() {
      windows.clear();
    },
  };
}
