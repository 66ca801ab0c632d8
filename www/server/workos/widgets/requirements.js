/**
 * What a path asks of a token, besides being good: a permission, or a user, or nothing.
 *
 * @typedef {{ permission?: string, user?: true }} Requirement
 */

/** @type {[path: RegExp, Requirement][]} */
const REQUIREMENTS = [
  [/^\/UserManagement\/organizations$/, { user: true }],
  [/^\/UserManagement\//, scope("users-table")],
  [/^\/UserProfile\//, { user: true }],
  [/^\/ApiKeys\//, scope("api-keys")],
  [/^\/admin-portal\/sso-connections$/, scope("sso")],
  [/^\/admin-portal\/organization-domains(\/|$)/, scope("domain-verification")],
  [/^\/admin-portal\/audit-log-stream$/, scope("audit-log-streaming")],
  [/^\/directory-sync\//, scope("dsync")],
  [/^\/DataIntegrations\/(configurations|organization)(\/|$)/, scope("pipes")],
  [/^\/DataIntegrations\//, { user: true }],
];

/** The Admin Portal is entered with the permission of what is to be set up there. */
const INTENTS = new Map([
  ["sso", scope("sso")],
  ["domain_verification", scope("domain-verification")],
  ["log_streams", scope("audit-log-streaming")],
]);

/**
 * @param {string} path below `/_widgets`
 * @param {unknown} intent of a link to the Admin Portal
 * @returns {Requirement}
 */
export function requirementOf(path, intent) {
  if (path === "/admin-portal/generate-link") return INTENTS.get(String(intent)) ?? {};
  return REQUIREMENTS.find(([pattern]) => pattern.test(path))?.[1] ?? {};
}

/**
 * @param {string} widget
 * @returns {Requirement}
 */
function scope(widget) {
  return { permission: `widgets:${widget}:manage` };
}
