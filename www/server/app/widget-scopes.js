import { invalidRequest } from "../refusal.js";

/** @typedef {import("@workos-inc/node").WidgetSessionTokenScopes} WorkosScope */

const BY_SHORT_NAME = new Map([
  ["sso", "widgets:sso:manage"],
  ["dsync", "widgets:dsync:manage"],
  ["audit_logs", "widgets:audit-log-streaming:manage"],
  ["log_streams", "widgets:audit-log-streaming:manage"],
]);

/**
 * The scopes as the SDK wants them: short names are translated, full ones pass as they are, for
 * WorkOS to judge.
 *
 * @param {string[]} widgetScopes
 * @returns {WorkosScope[]}
 */
export function workosScopes(widgetScopes) {
  const scopes = widgetScopes.map((scope) => {
    const full = BY_SHORT_NAME.get(scope) ?? scope;
    if (!/^widgets:[a-z-]+:manage$/.test(full)) throw invalidRequest(`Invalid widgetScope: ${scope}`);
    return /** @type {WorkosScope} */ (full);
  });
  return [...new Set(scopes)];
}
