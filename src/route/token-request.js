import { invalidRequest } from "./reply.js";

const LONGEST_ID = 200;
const MOST_SCOPES = 20;

/**
 * The manager's request, in WorkOS's terms.
 *
 * @typedef {{ organizationId: string, scopes: string[] }} TokenRequest
 */

/**
 * @param {unknown} body
 * @param {import("./options.js").Scopes} scopes
 * @returns {TokenRequest}
 */
export function parseTokenRequest(body, scopes) {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalidRequest("The body must be a JSON object.");
  }
  const { organizationId, widgetScope } = /** @type {Record<string, unknown>} */ (body);
  if (organizationId === undefined || organizationId === "") throw invalidRequest("organizationId is required.");
  if (typeof organizationId !== "string" || !organizationId.startsWith("org_") || organizationId.length > LONGEST_ID) {
    throw invalidRequest("organizationId must be a string that starts with org_.");
  }
  return { organizationId, scopes: parseScopes(widgetScope, scopes) };
}

/**
 * @param {unknown} widgetScope
 * @param {import("./options.js").Scopes} scopes
 */
function parseScopes(widgetScope, { contract, byName }) {
  const names = Array.isArray(widgetScope) ? widgetScope : [widgetScope];
  if (widgetScope === undefined || names.length === 0 || names.length > MOST_SCOPES) {
    throw invalidRequest(`widgetScope is required: a scope, or an array of up to ${MOST_SCOPES}.`);
  }
  const asked = new Set(
    names.map((name) => {
      const scope = byName.get(name);
      if (scope === undefined) throw invalidRequest("The scope in widgetScope is not offered here.");
      return scope;
    }),
  );
  if (contract === "widget_scope" && asked.size > 1) throw invalidRequest("widgetScope must be one scope here.");
  return [...asked].sort();
}
