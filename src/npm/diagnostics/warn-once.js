/** Logs each finding once to the console. */

import { findingsAbout } from "./findings.js";

/** @type {Set<string>} */
const said = new Set();

/**
 * @param {import("../index.js").TokenKey} key
 * @param {import("../index.js").TokenSnapshot | undefined} snapshot
 */
export function warnOnce(key, snapshot) {
  for (const { code, message } of findingsAbout(key, snapshot)) {
    const name = JSON.stringify([key, code]);
    if (said.has(name)) continue;
    said.add(name);
    console.warn(`workos-widget-tokens: ${key.organizationId}, ${[key.widgetScope].flat().join(" ")}: ${message}`);
  }
}
