/** Says each finding once in the console. */

import { findingsAbout } from "./findings.js";

/** @type {Set<string>} */
const said = new Set();

/**
 * @param {import("../index.js").TokenKey} key
 * @param {import("../index.js").TokenSnapshot | undefined} snapshot
 */
export function warnOnce(key, snapshot) {
  for (const finding of findingsAbout(key, snapshot)) {
    const name = JSON.stringify([key, finding.code]);
    if (!said.has(name)) warn(finding);
    said.add(name);
  }
}

/** @param {import("../diagnostics.js").TokenFinding} finding */
export function warn({ key, message }) {
  console.warn(`workos-widget-tokens: ${key.organizationId}, ${[key.widgetScope].flat().join(" ")}: ${message}`);
}
