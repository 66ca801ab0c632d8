import assert from "node:assert/strict";
import { people } from "../../www/server/workos/people.js";
import { askWorkos, organizations } from "./visitor.js";

export { people };

/** The scope that each path requested by the components at mount needs, if any. */
export const MOUNT_PATHS = /** @type {const} */ ([
  ["user-management", "/UserManagement/members?limit=10", "widgets:users-table:manage"],
  ["user-management", "/UserManagement/roles-and-config", "widgets:users-table:manage"],
  ["user-management", "/UserManagement/roles", "widgets:users-table:manage"],
  ["user-profile", "/UserProfile/me", null],
  ["user-security", "/UserProfile/authentication-information", null],
  ["user-sessions", "/UserProfile/sessions", null],
  ["organization-switcher", "/UserManagement/organizations", null],
  ["admin-portal-sso-connection", "/admin-portal/sso-connections", "widgets:sso:manage"],
  ["admin-portal-domain-verification", "/admin-portal/organization-domains", "widgets:domain-verification:manage"],
  ["admin-portal-audit-log-streaming", "/admin-portal/audit-log-stream", "widgets:audit-log-streaming:manage"],
  ["api-keys", "/ApiKeys/organization-api-keys?limit=10", "widgets:api-keys:manage"],
  ["api-keys", "/ApiKeys/permissions?limit=100", "widgets:api-keys:manage"],
  ["directory-sync", "/directory-sync/directories", "widgets:dsync:manage"],
  ["pipes", "/DataIntegrations/mine", null],
  ["pipes-admin", "/DataIntegrations/configurations", "widgets:pipes:manage"],
  ["pipes", "/settings", null],
]);

/**
 * A token as the app's server would get it.
 *
 * @param {import("../../www/server/start.js").Demo} demo
 * @param {{ scopes?: readonly string[], organization?: { id: string }, userId?: string | null }} [options]
 * `userId: null` requests a token without a user
 * @returns {Promise<string>}
 */
export async function tokenFor(
  demo,
  { scopes = ["widgets:users-table:manage"], organization = organizations.acme, userId = people.ada.id } = {},
) {
  const body = { organization_id: organization.id, scopes, ...(userId !== null && { user_id: userId }) };
  const reply = await askWorkos(demo.workosUrl, body);
  assert.equal(reply.status, 201);
  return (await reply.json()).token;
}

/**
 * A request as a component sends it.
 *
 * @param {import("../../www/server/start.js").Demo} demo
 * @param {string} path below `/_widgets`
 * @param {{ token?: string, type?: string, method?: string, body?: unknown, headers?: Record<string, string> }} [options]
 */
export function ask(demo, path, { token, type = "user-management", method = "GET", body, headers } = {}) {
  return fetch(`${demo.workosUrl}/_widgets${path}`, {
    method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      "WorkOS-Widgets-Version": "1",
      "WorkOS-Widgets-Type": type,
      "Content-Type": "application/json",
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/**
 * The claims of a token, read as the components read them.
 *
 * @param {string} token
 */
export function claimsOf(token) {
  return JSON.parse(atob(token.split(".")[1]));
}
