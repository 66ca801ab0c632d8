/**
 * A problem for the server's operator. `message` never contains a secret; `cause` is the original error and may.
 *
 * @typedef {{ code: import("./index.js").TokenRouteErrorCode, message: string, cause?: unknown }} Problem
 * @typedef {(problem: Problem) => void} Report
 */

/**
 * @param {((error: import("./index.js").TokenRouteError) => void) | undefined} onError
 * @returns {Report}
 */
export function reporter(onError) {
  return ({ code, message, cause }) => {
    const name = /** @type {const} */ ("TokenRouteError");
    const error = Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { name, code });
    if (!onError) return console.error(`workos-widget-tokens/route: ${message}`);
    try {
      // It may be async; it is not awaited.
      Promise.resolve(onError(error)).catch(() => {});
    } catch {
      // An exception in onError must not break the reply.
    }
  };
}
