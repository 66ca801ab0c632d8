/**
 * The time as the servers tell it. Tests and the demo set `offsetMs` to make both servers wrong
 * together: in the tokens they issue and in the `Date` header of every reply.
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
 * Middleware that puts this clock in the `Date` header, where Node would put the machine's.
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
