/** The entry that reports problems of tokens with WorkOS widgets. */

import { findingsAbout } from "./findings.js";
import { warnOnce } from "./warn-once.js";

/**
 * @param {import("../index.js").TokenManager} tokens
 * @param {(finding: import("../diagnostics.js").TokenFinding) => void} [listener]
 */
export function diagnose(tokens, listener) {
  return tokens.on("token", ({ key }) => {
    const snapshot = tokens.source(key).peek();
    if (!listener) return warnOnce(key, snapshot);
    for (const finding of findingsAbout(key, snapshot)) listener(finding);
  });
}
