/**
 * A token route of the demo server, and its properties for the page.
 *
 * @typedef {object} TokenRoute
 * @property {string} path
 * @property {string} name
 * @property {string} note
 * @property {boolean} takesSeveral whether one token may have several scopes
 * @property {boolean} takesFullNames whether it accepts scopes by their full names
 * @property {boolean} saysExpiry whether the reply or the token states the expiry
 */

/** @type {TokenRoute[]} */
const ROUTES = [
  {
    path: "/api/widget-token",
    name: "WorkOS SDK: a JWT",
    note: "The package's own route. Returns { token, expires_at }; the token is a JWT.",
    takesSeveral: true,
    takesFullNames: true,
    saysExpiry: true,
  },
  {
    path: "/api/seed/widget-token",
    name: "REST API: token and expiry",
    note: "Returns { token, expires_at }. The token is opaque.",
    takesSeveral: false,
    takesFullNames: false,
    saysExpiry: true,
  },
  {
    path: "/api/seed-example/widget-token",
    name: "REST API: token alone",
    note: "Returns { token } without an expiry, which the manager gets as an option. Always requests sso.",
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

/** The short names, which every route accepts. */
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
