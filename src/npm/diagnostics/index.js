/** The entry that says what WorkOS widgets will not be able to do with a token, and why. */

import { findingsAbout } from "./findings.js";
import { warn } from "./warn-once.js";

/**
 * @param {import("../index.js").TokenManager} tokens
 * @param {(finding: import("../diagnostics.js").TokenFinding) => void} [listener]
 */
export function diagnose(tokens, listener = warn) {
  return tokens.on("token", ({ key }) => {
    for (const finding of findingsAbout(key, tokens.source(key).peek())) listener(finding);
  });
}
