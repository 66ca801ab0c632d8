/** What stands in for the module once a manager is done with, so that its memory goes. */

import { TokenError } from "./token-error.js";

const nothing = () => undefined;

/**
 * @param {unknown} [cause] why, if nobody asked for it
 * @returns {import("./types.js").Engine}
 */
export function disposedEngine(cause) {
  const refuse = () => {
    throw new TokenError("disposed", { cause });
  };
  const engine = { key: refuse, read: refuse, revision: () => -2 };
  // Whatever else is called, a late reply included, does nothing.
  return new Proxy(/** @type {any} */ (engine), { get: (target, name) => target[name] ?? nothing });
}
