import { invalidRequest } from "../refusal.js";

const MISSING_SCOPE = "widgetScope is required: one scope, or an array of scopes";

/**
 * What the token manager in the browser asks for.
 *
 * @typedef {{ organizationId: string, widgetScopes: string[] }} TokenRequest
 */

/**
 * @param {unknown} body
 * @returns {TokenRequest}
 */
export function parseTokenRequest(body) {
  const organizationId = parseOrganizationId(body);
  return { organizationId, widgetScopes: parseWidgetScopes(body) };
}

/**
 * @param {unknown} body
 * @returns {string}
 */
export function parseOrganizationId(body) {
  const { organizationId } = /** @type {Record<string, unknown>} */ (body ?? {});
  if (organizationId === undefined || organizationId === "") {
    throw invalidRequest("organizationId is required");
  }
  if (typeof organizationId !== "string" || !organizationId.startsWith("org_")) {
    throw invalidRequest("organizationId must be a string that starts with org_");
  }
  return organizationId;
}

/**
 * @param {unknown} body
 * @returns {string[]}
 */
function parseWidgetScopes(body) {
  const { widgetScope } = /** @type {Record<string, unknown>} */ (body ?? {});
  const scopes = [widgetScope].flat().map((scope) => {
    if (typeof scope === "string" && scope !== "") return scope;
    throw invalidRequest(MISSING_SCOPE);
  });
  if (scopes.length === 0) throw invalidRequest(MISSING_SCOPE);
  return [...new Set(scopes)];
}
