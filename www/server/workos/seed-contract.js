import { invalidRequest, oauthErrorBody } from "../refusal.js";
import { newIdentifier } from "./identifier.js";

const WIDGET_SCOPES = ["sso", "dsync", "audit_logs", "log_streams"];
const LONGEST_LIFETIME_SECONDS = 86_400;

/**
 * The published reference: one `widget_scope`, an opaque token, and its expiry in the reply.
 *
 * @type {import("./token-endpoint.js").Contract}
 */
export const seedContract = {
  name: "seed",
  requestsPerMinute: 600,
  defaultLifetimeSeconds: 600,
  errorBody: oauthErrorBody,

  parse(body) {
    const { widget_scope: scope, expires_in: lifetimeSeconds } = body;
    const organizationId = parseOrganizationId(body);
    if (scope === undefined || scope === "") throw invalidRequest("widget_scope is required");
    if (typeof scope !== "string" || !WIDGET_SCOPES.includes(scope)) {
      throw invalidRequest(`Invalid widget_scope: use one of ${WIDGET_SCOPES.join(", ")}`);
    }
    if (lifetimeSeconds !== undefined && !isLifetime(lifetimeSeconds)) {
      throw invalidRequest(`expires_in must be a whole number from 1 to ${LONGEST_LIFETIME_SECONDS}`);
    }
    return { organizationId, scopes: [scope], lifetimeSeconds };
  },

  async mint(_request, issuedAtMs, lifetimeSeconds) {
    const token = newIdentifier("widget");
    const expiresAtMs = issuedAtMs + lifetimeSeconds * 1000;
    const body = { token, expires_at: new Date(expiresAtMs).toISOString() };
    return { token, expiresAtMs, status: 200, body };
  },
};

/**
 * The organization of a request, which both contracts name alike.
 *
 * @param {Record<string, unknown>} body
 * @returns {string}
 */
export function parseOrganizationId({ organization_id: id }) {
  if (id === undefined || id === "") throw invalidRequest("organization_id is required");
  if (typeof id !== "string" || !id.startsWith("org_")) {
    throw invalidRequest("organization_id must be a string that starts with org_");
  }
  return id;
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
function isLifetime(value) {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= LONGEST_LIFETIME_SECONDS;
}
