// What a browser allows pages of another origin.

import { ok, warning, wrong } from "./findings.js";
import { inFewWords } from "./reply-words.js";
import { FOREIGN_ORIGIN, isCrossOrigin, unsafeHeaderNames } from "./requests.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */
/** @typedef {import("./command-line.js").Target} Target */

const BLOCKED = "The browser blocks the request: the manager sees a network failure, and widgets keep loading.";
const EXPOSED = ["date", "retry-after"];

/** @type {import("./check.js").Check[]} */
export const corsChecks = [
  { id: "cors/preflight", of: "preflight", look: preflight },
  { id: "cors/origin", of: "first", look: origin },
  { id: "cors/credentials", of: "first", look: credentials },
  { id: "cors/expose", of: "first", look: expose },
  { id: "cors/refusals", look: refusals },
  { id: "cors/foreign-origin", of: "foreign-origin", look: foreignOrigin },
];

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function preflight(reply, { target, quote }) {
  const fault = preflightFault(reply, target, quote);
  if (!fault) return ok(`A preflight from ${target.origin} is answered correctly.`);
  return wrong(fault, {
    effect: BLOCKED,
    mend: "Handle CORS before authentication: a preflight has no cookies.",
    code: corsMiddleware(target),
  });
}

/**
 * @param {Reply} reply
 * @param {Target} target
 * @param {(text: string) => string} quote
 */
function preflightFault(reply, target, quote) {
  const { status, headers } = reply;
  if (status < 200 || status > 299) return `The preflight (OPTIONS) gets ${inFewWords(reply, quote)}.`;
  if (!allowsOrigin(reply, target)) return `The reply to the preflight does not allow ${target.origin}.`;
  if (hasCookies(target) && !allowsCredentials(reply)) {
    return "The reply to the preflight is without Access-Control-Allow-Credentials: true.";
  }
  const allowed = listOf(headers, "access-control-allow-headers");
  const isAny = allowed.includes("*") && !hasCookies(target);
  // The wildcard does not include Authorization.
  const missing = unsafeHeaderNames(target).filter(
    (name) => !allowed.includes(name) && (!isAny || name === "authorization"),
  );
  return missing.length > 0 ? `Access-Control-Allow-Headers lacks ${missing.join(", ")}.` : undefined;
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function origin(reply, { target, quote }) {
  if (!isCrossOrigin(target)) return undefined;
  if (allowsOrigin(reply, target)) return ok(`Pages of ${target.origin} can read the reply.`);
  const given = reply.headers.get("access-control-allow-origin");
  const what =
    given === null
      ? "The reply has no Access-Control-Allow-Origin"
      : `Access-Control-Allow-Origin is "${quote(given)}"${given === "*" ? ", which does not apply to requests with cookies" : ""}`;
  return wrong(`${what}.`, {
    effect: BLOCKED,
    mend: `Allow the origin of your pages, ${target.origin}.`,
    code: corsMiddleware(target),
  });
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function credentials(reply, { target }) {
  if (!isCrossOrigin(target) || !hasCookies(target)) return undefined;
  if (allowsCredentials(reply)) {
    return ok(
      'Cookies are allowed. Pass credentials: "include" to createTokenManager, and set the cookie SameSite=None if the sites differ.',
    );
  }
  return wrong("The reply has no Access-Control-Allow-Credentials: true.", {
    effect: BLOCKED,
    mend: "Allow credentials, together with an explicit origin.",
    code: corsMiddleware(target),
  });
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function expose({ headers }, { target }) {
  if (!isCrossOrigin(target)) return undefined;
  const exposed = listOf(headers, "access-control-expose-headers");
  const isAny = exposed.includes("*") && !hasCookies(target);
  const missing = EXPOSED.filter((name) => !isAny && !exposed.includes(name));
  if (missing.length === 0) return ok("The manager can read Date and Retry-After.");
  return warning(`Access-Control-Expose-Headers lacks ${missing.join(", ")}.`, {
    effect:
      "The manager cannot correct for a wrong clock on the user's device, nor see how long a busy server asks it to wait.",
    mend: "Expose Date and Retry-After.",
    code: corsMiddleware(target),
  });
}

/** @param {Evidence} evidence */
function refusals({ exchanges, target }) {
  const first = exchanges.get("first")?.reply;
  // If no reply allows the origin, cors/origin reports it.
  if (!isCrossOrigin(target) || !first || !allowsOrigin(first, target)) return undefined;
  const refused = [...exchanges.values()].filter(
    ({ name, reply }) => reply && reply.status >= 400 && !["preflight", "foreign-origin"].includes(name),
  );
  if (refused.length === 0) return undefined;
  const hidden = refused.filter(
    ({ reply }) => reply && !(allowsOrigin(reply, target) && (allowsCredentials(reply) || !hasCookies(target))),
  );
  if (hidden.length === 0) return ok("Error replies have the CORS headers too.");
  const statuses = [...new Set(hidden.map(({ reply }) => reply?.status))].join(", ");
  return wrong(`Error replies (status ${statuses}) lack the CORS headers.`, {
    effect:
      "The browser hides them: the manager sees a network failure and keeps retrying, and the page does not learn that the user must sign in.",
    mend: "Handle CORS before everything else, so that every reply has its headers.",
    code: corsMiddleware(target),
  });
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function foreignOrigin(reply, { target }) {
  const isReadable = reply.headers.get("access-control-allow-origin") === FOREIGN_ORIGIN;
  if (!isReadable || !allowsCredentials(reply)) return ok("Pages of an unknown site cannot read the reply.");
  return wrong(
    `Pages of any site (such as ${FOREIGN_ORIGIN}) can send requests with the user's cookies and read the reply.`,
    {
      effect: "Any site that a signed-in user visits can fetch that user's token and act for them.",
      mend: "List the origins you trust instead of reflecting the Origin header.",
      code: corsMiddleware(target),
    },
  );
}

/**
 * @param {Reply} reply
 * @param {Target} target
 */
function allowsOrigin({ headers }, target) {
  const allowed = headers.get("access-control-allow-origin");
  return allowed === target.origin || (allowed === "*" && !hasCookies(target));
}

/** @param {Reply} reply */
function allowsCredentials({ headers }) {
  return headers.get("access-control-allow-credentials") === "true";
}

/** @param {Target} target */
function hasCookies({ cookie }) {
  return cookie !== undefined;
}

/**
 * @param {Headers} headers
 * @param {string} name
 */
function listOf(headers, name) {
  return (headers.get(name) ?? "").toLowerCase().split(/\s*,\s*/);
}

/** @param {Target} target */
function corsMiddleware(target) {
  const origin = isCrossOrigin(target) ? target.origin : "https://app.example";
  return `app.use(cors({ origin: "${origin}", credentials: true, exposedHeaders: ["Date", "Retry-After"] }));`;
}
