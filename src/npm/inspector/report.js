/** What is handed in with a bug: everything that is known, but no token. */

import version from "workos-widget-tokens:version";

/**
 * @param {import("../index.js").TokenManager} tokens
 * @param {import("./journal.js").Journal} journal
 */
export function reportOf(tokens, { histories, entries }) {
  const { onLine, userAgent } = navigator;
  const [stats, keys] = [tokens.stats(), [...histories.values()]];
  const report = {
    version,
    at: new Date(),
    userAgent,
    onLine,
    page: document.visibilityState,
    stats,
    keys,
    log: entries,
  };
  const text = JSON.stringify(report, withoutToken, 2);
  // A route's own words are in it, and may hold anything.
  return text.replace(/\beyJ[\w.-]+|\b(sk|widget)_\w+/g, "(removed)");
}

/**
 * @param {string} name
 * @param {any} value
 */
function withoutToken(name, value) {
  if (name === "token") return "(removed)";
  return value instanceof Error ? { ...value, message: value.message } : value;
}
