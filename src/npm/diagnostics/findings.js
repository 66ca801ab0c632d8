/** Problems of a token with WorkOS widgets, as seen in `@workos-inc/widgets` 1.18. */

/** How long before expiry a widget asks for the next token. */
const WIDGETS_LEAD_MS = 30_000;
/** With a shorter lifetime the next token is fetched later than that. */
const SHORTEST_GOOD_LIFE_MS = 70_000;

/** @type {Record<string, string>} the permissions of the API's four short scopes */
const PERMISSIONS = {
  sso: "widgets:sso:manage",
  dsync: "widgets:dsync:manage",
  audit_logs: "widgets:audit-log-streaming:manage",
  log_streams: "widgets:audit-log-streaming:manage",
};

/**
 * @param {import("../index.js").TokenKey} key
 * @param {import("../index.js").TokenSnapshot | undefined} snapshot
 * @returns {import("../diagnostics.js").TokenFinding[]}
 */
export function findingsAbout(key, snapshot) {
  const { token, fetchedAt, expiresAt } = snapshot ?? {};
  if (token === undefined) return [];
  const messages = { ...aboutText(token, key), ...aboutLife(Number(expiresAt) - Number(fetchedAt)) };
  return Object.entries(messages).map(([code, message]) => ({
    code: /** @type {import("../diagnostics.js").TokenFindingCode} */ (code),
    key,
    message,
  }));
}

/**
 * @param {string} token
 * @param {import("../index.js").TokenKey} key
 * @returns {Partial<Record<import("../diagnostics.js").TokenFindingCode, string>>}
 */
function aboutText(token, key) {
  const [, payload] = token.split(".");
  const claims = claimsIn(payload);
  if (!claims) {
    return {
      opaque_token:
        "the token is not a JWT. WorkOS widgets decode it as one, and show an error or load forever: return " +
        "the token of workos.widgets.createToken() from the route.",
    };
  }
  return { ...aboutEncoding(payload), ...aboutClaims(claims, key) };
}

/**
 * @param {string | undefined} payload
 * @returns {Record<string, unknown> | undefined}
 */
function claimsIn(payload) {
  try {
    const claims = JSON.parse(atob(String(payload).replace(/-/g, "+").replace(/_/g, "/")));
    return claims && typeof claims === "object" ? claims : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} payload
 * @returns {Partial<Record<import("../diagnostics.js").TokenFindingCode, string>>}
 */
function aboutEncoding(payload) {
  if (!/[-_]/.test(payload)) return {};
  return {
    unreadable_token:
      "the token's base64url payload contains - or _. WorkOS widgets decode it with atob, which rejects " +
      "both: keep names and addresses with non-ASCII letters out of its claims.",
  };
}

/**
 * @param {Record<string, unknown>} claims
 * @param {import("../index.js").TokenKey} key
 * @returns {Partial<Record<import("../diagnostics.js").TokenFindingCode, string>>}
 */
function aboutClaims({ exp, org_id: organizationId, permissions }, key) {
  /** @type {Partial<Record<import("../diagnostics.js").TokenFindingCode, string>>} */
  const found = {};
  if (typeof exp !== "number") {
    found.no_expiry = "the token has no exp claim, so WorkOS widgets never ask for the next one: add exp.";
  }
  if (typeof organizationId === "string" && organizationId !== key.organizationId) {
    found.other_organization = `the route returned a token of ${organizationId}: create it for the organizationId of the request.`;
  }
  const missing = [key.widgetScope]
    .flat()
    .map((scope) => PERMISSIONS[scope] ?? scope)
    .filter((permission) => Array.isArray(permissions) && !permissions.includes(permission));
  if (missing.length > 0) {
    found.missing_permission =
      `the token lacks the permission ${missing.join(", ")}, so the widget will report that access is denied: request ` +
      "the scope when creating the token, and give the user's role the permission in the WorkOS dashboard.";
  }
  return found;
}

/**
 * @param {number} lifeMs
 * @returns {Partial<Record<import("../diagnostics.js").TokenFindingCode, string>>}
 */
function aboutLife(lifeMs) {
  if (!(lifeMs < SHORTEST_GOOD_LIFE_MS)) return {};
  const seconds = Math.round(lifeMs / 1000);
  const when = lifeMs <= WIDGETS_LEAD_MS ? "which is immediately" : "which may be too early";
  return {
    short_lifetime:
      `the token lives ${seconds} s. WorkOS widgets ask for the next one 30 s before expiry, ${when}: they receive ` +
      "the same one and never ask again. Issue tokens for two minutes or more.",
  };
}
