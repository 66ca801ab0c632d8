/**
 * What whoever runs the server has to know. `message` never holds a secret; `cause` is the error as it came, and may.
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
      // It may be async, and nobody waits for it.
      Promise.resolve(onError(error)).catch(() => {});
    } catch {
      // Whoever is told must not break the reply.
    }
  };
}
