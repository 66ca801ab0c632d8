// What a browser lets pages of another origin do.

import { ok, warning, wrong } from "./findings.js";
import { inFewWords } from "./reply-words.js";
import { FOREIGN_ORIGIN, isCrossOrigin, unsafeHeaderNames } from "./requests.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */
/** @typedef {import("./command-line.js").Target} Target */

const BLOCKED =
  "The browser blocks the request: the manager sees a broken network, and widgets stay in their loading state.";
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
  if (!fault) return ok(`A preflight from ${target.origin} is answered as it must be.`);
  return wrong(fault, {
    effect: BLOCKED,
    mend: "Put CORS before everything that asks who the user is: a preflight comes without cookies.",
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
  if (!allowsOrigin(reply, target)) return `The preflight is answered without leave for ${target.origin}.`;
  if (hasCookies(target) && !allowsCredentials(reply)) {
    return "The preflight is answered without Access-Control-Allow-Credentials: true.";
  }
  const allowed = listOf(headers, "access-control-allow-headers");
  const isAny = allowed.includes("*") && !hasCookies(target);
  // Even a star does not stand for this one.
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
  if (allowsOrigin(reply, target)) return ok(`Pages of ${target.origin} may read the reply.`);
  const given = reply.headers.get("access-control-allow-origin");
  const what =
    given === null
      ? "The reply has no Access-Control-Allow-Origin"
      : `Access-Control-Allow-Origin is "${quote(given)}"${given === "*" ? ", which does not hold for requests with cookies" : ""}`;
  return wrong(`${what}.`, {
    effect: BLOCKED,
    mend: `Name the origin of your pages, ${target.origin}.`,
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
      'Cookies are allowed. Give createTokenManager credentials: "include", and the cookie SameSite=None if the sites differ.',
    );
  }
  return wrong("The reply has no Access-Control-Allow-Credentials: true.", {
    effect: BLOCKED,
    mend: "Allow credentials, together with a named origin.",
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
  if (missing.length === 0) return ok("The manager may read Date and Retry-After.");
  return warning(`Access-Control-Expose-Headers lacks ${missing.join(", ")}.`, {
    effect:
      "The manager cannot see the server's time, by which it bears a wrong clock on the user's device, nor how long a busy server wants to be left alone.",
    mend: "Expose Date and Retry-After.",
    code: corsMiddleware(target),
  });
}

/** @param {Evidence} evidence */
function refusals({ exchanges, target }) {
  const first = exchanges.get("first")?.reply;
  // Where no reply at all has leave, that is told already.
  if (!isCrossOrigin(target) || !first || !allowsOrigin(first, target)) return undefined;
  const refused = [...exchanges.values()].filter(
    ({ name, reply }) => reply && reply.status >= 400 && !["preflight", "foreign-origin"].includes(name),
  );
  if (refused.length === 0) return undefined;
  const hidden = refused.filter(
    ({ reply }) => reply && !(allowsOrigin(reply, target) && (allowsCredentials(reply) || !hasCookies(target))),
  );
  if (hidden.length === 0) return ok("Refusals have the CORS headers too.");
  const statuses = [...new Set(hidden.map(({ reply }) => reply?.status))].join(", ");
  return wrong(`Refusals (status ${statuses}) come without the CORS headers that tokens come with.`, {
    effect:
      "The browser hides them: the manager sees a broken network and asks for ever, and the page is not told to let the user sign in.",
    mend: "Put CORS before everything else, so that each reply has its headers.",
    code: corsMiddleware(target),
  });
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function foreignOrigin(reply, { target }) {
  const isReadable = reply.headers.get("access-control-allow-origin") === FOREIGN_ORIGIN;
  if (!isReadable || !allowsCredentials(reply)) return ok("Pages of a site that nobody named may not read the reply.");
  return wrong(`Pages of any site (${FOREIGN_ORIGIN}, for one) may ask with the user's cookies and read the reply.`, {
    effect: "Whatever site a signed-in user visits can fetch that user's token and act for them.",
    mend: "Name the origins you trust instead of repeating the one that asks.",
    code: corsMiddleware(target),
  });
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
