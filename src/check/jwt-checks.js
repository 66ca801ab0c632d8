// What the token says of itself.

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
  return note(
    "The token is opaque. That is fine for the manager, but the components of @workos-inc/widgets want JWTs.",
  );
}

/**
 * @param {Reply} _reply
 * @param {Evidence} evidence
 */
function claims(_reply, { token }) {
  if (!token?.claims) return undefined;
  const missing = Object.entries(token.timesMs).filter(([, ms]) => Number.isNaN(ms));
  if (missing.length === 0) return ok("It says when it was made (iat) and when it ends (exp).");
  return warning(`The token has no ${missing.map(([name]) => name).join(" and no ")} that is a number.`, {
    effect:
      "Widgets renew by exp, and the manager measures wrong clocks by iat: without them a token may end unnoticed.",
    mend: "Hand on the token that WorkOS made rather than one of your own.",
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
  if (missing.length === 0) return ok(`It permits ${wanted.join(", ")}.`);
  return wrong(`The token does not permit ${missing.join(", ")}; it permits ${quote(has.join(", ")) || "nothing"}.`, {
    effect: "The widget is refused by WorkOS and shows an error.",
    mend: "Take the scopes from widgetScope of the request, and give the user's role this permission in the WorkOS dashboard.",
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
  if (id === target.organizationId) return ok("It is for the organization that was asked for.");
  return wrong(`The token is for ${quote(id)}, not for the organization that was asked for.`, {
    effect: "The widget shows, and changes, another organization than the page says.",
    mend: "Take organizationId from the request's body, after checking that the user belongs to it.",
    code: "const { organizationId } = request.body;",
  });
}

/** @param {Reply} reply */
function date({ dateMs, receivedMs, headers }) {
  if (Number.isNaN(dateMs)) {
    return warning(`The Date header is ${headers.has("date") ? "not readable" : "missing"}.`, {
      effect:
        "The manager cannot tell the server's time: with a wrong clock on the user's device, tokens end too early or too late.",
      mend: "Let the server send Date, as Node does by itself (server.sendDate), and let no proxy take it away.",
      code: 'response.set("Date", new Date().toUTCString());',
    });
  }
  const aheadMs = dateMs - receivedMs;
  if (Math.abs(aheadMs) <= TOLERATED_SKEW_HERE_MS) return ok("The Date header agrees with this machine's clock.");
  return warning(`The Date header is ${direction(aheadMs)} this machine's clock.`, {
    effect:
      "If the server's clock is the wrong one, its times of expiry may be wrong as well, and tokens end without warning.",
    mend: "Set the wrong one of the two clocks, by NTP. The manager itself bears a wrong clock on the user's side.",
  });
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function issuer({ dateMs }, { token }) {
  const aheadMs = dateMs - (token?.timesMs.iat ?? Number.NaN);
  if (Number.isNaN(aheadMs)) return undefined;
  if (Math.abs(aheadMs) <= TOLERATED_SKEW_MS)
    return ok("The Date header agrees with the time when the token was made.");
  return warning(`The Date header is ${direction(aheadMs)} the time when the token was made (iat).`, {
    effect:
      "The manager counts a token's life by the later of the two: widgets get tokens that seem older than they are, or are.",
    mend: "Set the server's clock by NTP; or, if the route keeps tokens and hands them out again, make a new one for each request.",
    code: CREATE_TOKEN,
  });
}

/** @param {number} aheadMs */
function direction(aheadMs) {
  return `${inWords(Math.abs(aheadMs))} ${aheadMs > 0 ? "ahead of" : "behind"}`;
}
