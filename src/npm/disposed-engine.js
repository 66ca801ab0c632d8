/** What stands in for the module once a manager is disposed of, so that its memory goes. */

import { TokenError } from "./token-error.js";

const nothing = () => undefined;

/**
 * @param {unknown} stats the last counts there were
 * @returns {import("./types.js").Engine}
 */
export function disposedEngine(stats) {
  const engine = {
    key() {
      throw new TokenError("disposed");
    },
    read: () => Promise.reject(new TokenError("disposed")),
    revision: () => -2,
    stats: () => stats,
  };
  // Whatever else is called, a late reply included, does nothing.
  return new Proxy(/** @type {any} */ (engine), { get: (target, name) => target[name] ?? nothing });
}
