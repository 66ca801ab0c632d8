/**
 * A token route of the demo server, and what the page has to know of it.
 *
 * @typedef {object} TokenRoute
 * @property {string} path
 * @property {string} name
 * @property {string} note
 * @property {boolean} takesSeveral whether one token may have several scopes
 * @property {boolean} takesFullNames whether it knows scopes by their full names
 * @property {boolean} saysExpiry whether the reply or the token says when it ends
 */

/** @type {TokenRoute[]} */
const ROUTES = [
  {
    path: "/api/widget-token",
    name: "WorkOS SDK: a JWT",
    note: "The route of the package. Answers { token, expires_at }; the token is a JWT.",
    takesSeveral: true,
    takesFullNames: true,
    saysExpiry: true,
  },
  {
    path: "/api/seed/widget-token",
    name: "REST API: token and expiry",
    note: "Answers { token, expires_at }. The token is opaque.",
    takesSeveral: false,
    takesFullNames: false,
    saysExpiry: true,
  },
  {
    path: "/api/seed-example/widget-token",
    name: "REST API: token alone",
    note: "Answers { token } and no word of when it ends, so the manager is told. Always asks for sso.",
    takesSeveral: false,
    takesFullNames: false,
    saysExpiry: false,
  },
];

/**
 * @param {string} path
 * @returns {TokenRoute}
 */
export function tokenRoute(path) {
  const known = ROUTES.find((route) => route.path === path);
  return known ?? { path, name: path, note: "", takesSeveral: true, takesFullNames: true, saysExpiry: true };
}

/** The short names, which every route knows. */
export const SHORT_SCOPES = /** @type {const} */ (["sso", "dsync", "audit_logs", "log_streams"]);

/** The names of the products' own permissions. */
export const FULL_SCOPES = /** @type {const} */ ([
  "widgets:users-table:manage",
  "widgets:sso:manage",
  "widgets:domain-verification:manage",
  "widgets:api-keys:manage",
  "widgets:dsync:manage",
  "widgets:audit-log-streaming:manage",
  "widgets:pipes:manage",
]);
