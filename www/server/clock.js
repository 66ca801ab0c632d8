/**
 * The servers' time. Tests and the demo set `offsetMs` to shift both servers together: the tokens
 * that they issue and the `Date` header of every reply.
 *
 * @typedef {{ now: () => number, offsetMs: number }} Clock
 */

/**
 * @param {{ realNow?: () => number }} [options] `realNow` stands in for the machine's clock
 * @returns {Clock}
 */
export function createClock({ realNow = Date.now } = {}) {
  const clock = { offsetMs: 0, now: () => realNow() + clock.offsetMs };
  return clock;
}

/**
 * Middleware that sets the `Date` header by this clock, instead of Node's own.
 *
 * @param {Clock} clock
 * @returns {import("express").RequestHandler}
 */
export function dateHeader(clock) {
  return (_request, response, next) => {
    response.setHeader("Date", new Date(clock.now()).toUTCString());
    next();
  };
}
