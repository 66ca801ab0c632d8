// The claims of the token.

import { inWords } from "./duration-words.js";
import { note, ok, warning, wrong } from "./findings.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */

const CREATE_TOKEN = "const { token } = await workos.widgets.createToken({ organizationId, userId, scopes });";
const TOLERATED_SKEW_MS = 5_000;
const TOLERATED_SKEW_HERE_MS = 60_000;

const PERMISSIONS = new Map([
  ["sso", "widgets:sso:manage"],
  ["dsync", "widgets:dsync:manage"],
  ["audit_logs", "widgets:audit-log-streaming:manage"],
  ["log_streams", "widgets:audit-log-streaming:manage"],
]);

/** @type {import("./check.js").ReplyCheck[]} */
export const jwtChecks = [
  { id: "token/kind", of: "first", look: kind },
  { id: "token/claims", of: "first", look: claims },
  { id: "token/permissions", of: "first", look: permissions },
  { id: "token/organization", of: "first", look: organization },
  { id: "clock/date", of: "first", look: date },
  { id: "clock/issuer", of: "first", look: issuer },
];

/**
 * @param {Reply} _reply
 * @param {Evidence} evidence
 */
function kind(_reply, { token }) {
  if (!token) return undefined;
  if (token.claims) return ok("The token is a JWT.");
  return note("The token is opaque. The manager accepts that, but the components of @workos-inc/widgets need a JWT.");
}

/**
 * @param {Reply} _reply
 * @param {Evidence} evidence
 */
function claims(_reply, { token }) {
  if (!token?.claims) return undefined;
  const missing = Object.entries(token.timesMs).filter(([, ms]) => Number.isNaN(ms));
  if (missing.length === 0) return ok("The token states when it was issued (iat) and when it expires (exp).");
  return warning(`The token has no numeric ${missing.map(([name]) => name).join(" and no numeric ")}.`, {
    effect:
      "Widgets renew by exp, and the manager uses iat to correct for wrong clocks: without them a token may expire unnoticed.",
    mend: "Return the token that WorkOS created, not one of your own.",
    code: CREATE_TOKEN,
  });
}

/**
 * @param {Reply} _reply
 * @param {Evidence} evidence
 */
function permissions(_reply, { token, target, quote }) {
  const has = token?.claims?.permissions;
  if (!Array.isArray(has)) return undefined;
  const wanted = [target.widgetScope].flat().map((scope) => PERMISSIONS.get(scope) ?? scope);
  const missing = wanted.filter((permission) => !has.includes(permission));
  if (missing.length === 0) return ok(`The token permits ${wanted.join(", ")}.`);
  return wrong(`The token does not permit ${missing.join(", ")}; it permits ${quote(has.join(", ")) || "nothing"}.`, {
    effect: "WorkOS rejects the widget's requests, and it shows an error.",
    mend: "Take the scopes from the request's widgetScope, and give the user's role this permission in the WorkOS dashboard.",
    code: `scopes: [${missing.map((permission) => JSON.stringify(permission)).join(", ")}]`,
  });
}

/**
 * @param {Reply} _reply
 * @param {Evidence} evidence
 */
function organization(_reply, { token, target, quote }) {
  const id = token?.claims?.org_id;
  if (typeof id !== "string") return undefined;
  if (id === target.organizationId) return ok("The token is for the requested organization.");
  return wrong(`The token is for ${quote(id)}, not for the requested organization.`, {
    effect: "The widget shows and changes another organization than the page says.",
    mend: "Take organizationId from the request's body, after checking that the user belongs to it.",
    code: "const { organizationId } = request.body;",
  });
}

/** @param {Reply} reply */
function date({ dateMs, receivedMs, headers }) {
  if (Number.isNaN(dateMs)) {
    return warning(`The Date header is ${headers.has("date") ? "not readable" : "missing"}.`, {
      effect:
        "The manager does not know the server's time: with a wrong clock on the user's device, it renews tokens too early or too late.",
      mend: "Send Date, as Node does by default (server.sendDate), and do not let a proxy remove it.",
      code: 'response.set("Date", new Date().toUTCString());',
    });
  }
  const aheadMs = dateMs - receivedMs;
  if (Math.abs(aheadMs) <= TOLERATED_SKEW_HERE_MS) return ok("The Date header agrees with this machine's clock.");
  return warning(`The Date header is ${direction(aheadMs)} this machine's clock.`, {
    effect: "If the server's clock is wrong, its expiry times may be wrong too, and tokens expire unexpectedly.",
    mend: "Synchronize the wrong clock by NTP. The manager tolerates a wrong clock on the user's device.",
  });
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function issuer({ dateMs }, { token }) {
  const aheadMs = dateMs - (token?.timesMs.iat ?? Number.NaN);
  if (Number.isNaN(aheadMs)) return undefined;
  if (Math.abs(aheadMs) <= TOLERATED_SKEW_MS) return ok("The Date header agrees with the token's iat.");
  return warning(`The Date header is ${direction(aheadMs)} the token's iat.`, {
    effect:
      "The manager computes the lifetime from the later of the two: either the clock is wrong or the token is not new, and it is renewed early or expires early.",
    mend: "Synchronize the server's clock by NTP, and create a new token for each request instead of caching it.",
    code: CREATE_TOKEN,
  });
}

/** @param {number} aheadMs */
function direction(aheadMs) {
  return `${inWords(Math.abs(aheadMs))} ${aheadMs > 0 ? "ahead of" : "behind"}`;
}
