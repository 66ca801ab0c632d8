/** Listeners, which the real manager would accept later than the mistake was made. */

import { TokenError } from "../token-error.js";

/** Throws what the real manager would. @param {unknown} listener */
export function requireFunction(listener) {
  if (typeof listener !== "function") {
    throw new TokenError("invalid_options", { description: "the listener is not a function" });
  }
}
