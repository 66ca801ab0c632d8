import { readVersion } from "./version.js";

/** @typedef {import("./command-line.js").Target} Target */

/**
 * @param {import("./conversation.js").Evidence} evidence
 * @param {import("./judge.js").NamedFinding[]} findings
 * @returns {string}
 */
export function reportJson({ target, exchanges }, findings) {
  const count = (/** @type {string} */ verdict) => findings.filter((each) => each.verdict === verdict).length;
  const counts = { wrong: count("wrong"), warning: count("warning"), note: count("note"), ok: count("ok") };
  return stringify({
    ...headOf(target),
    verdict: counts.wrong > 0 ? "wrong" : counts.warning > 0 ? "warning" : "ok",
    counts,
    checks: findings,
    requests: [...exchanges.values()].map(({ name, durationMs, reply, failure }) => ({
      name,
      status: reply?.status ?? null,
      failure: failure?.kind ?? null,
      durationMs: Math.round(durationMs),
    })),
  });
}

/**
 * @param {Target} target
 * @param {import("./unreachable.js").Unreachable} error
 * @returns {string}
 */
export function reportUnreachableJson(target, { kind, message }) {
  return stringify({ ...headOf(target), verdict: "unreachable", reason: kind, message });
}

/** @param {Target} target */
function headOf({ url, organizationId, widgetScope, origin }) {
  // Without the query, which may contain secrets.
  return { version: readVersion(), url: url.origin + url.pathname, organizationId, widgetScope, origin };
}

/** @param {object} value */
function stringify(value) {
  return JSON.stringify(value, null, 2);
}
