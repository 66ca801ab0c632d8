// Invalid requests, and what the page learns about them.

import { inWords } from "./duration-words.js";
import { ok, warning, wrong } from "./findings.js";
import { inFewWords, isRedirect } from "./reply-words.js";
import { UNKNOWN_SCOPE } from "./requests.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */

const TOO_MANY = 429;
const UNAVAILABLE = 503;

/**
 * An invalid request: what is wrong with it, the effect of a token for it, and how to reject it.
 *
 * @typedef {{ id: string, of: string, what: string, granted: string, mend: string, code: string }} WrongRequest
 */

/** @type {WrongRequest[]} */
const wrongRequests = [
  {
    id: "refusals/missing-organization",
    of: "missing-organization",
    what: "A request without organizationId",
    granted:
      "If the route takes the organization from the session, a page that requests another one gets a token for this one.",
    mend: "Answer 400 with JSON if organizationId is missing.",
    code: 'if (!organizationId) return response.status(400).json({ error: "invalid_request", error_description: "organizationId is required" });',
  },
  {
    id: "refusals/wrong-type",
    of: "wrong-type",
    what: "An organizationId that is an object",
    granted:
      "A value that is not a string was accepted as an organization: such input is used to bypass queries and checks.",
    mend: "Answer 400 with JSON if organizationId is not a string.",
    code: 'if (typeof organizationId !== "string") return response.status(400).json({ error: "invalid_request", error_description: "organizationId must be a string" });',
  },
  {
    id: "refusals/unknown-scope",
    of: "unknown-scope",
    what: `The scope "${UNKNOWN_SCOPE}"`,
    granted: "The route ignores widgetScope: a widget gets a token for another scope and shows an unexplained error.",
    mend: 'Answer 400 with JSON to a scope you do not offer; with "scope" in the description, the manager reports invalid_scope.',
    code: 'if (!SCOPES.has(widgetScope)) return response.status(400).json({ error: "invalid_request", error_description: "Unknown widgetScope" });',
  },
  {
    id: "refusals/malformed-json",
    of: "malformed-json",
    what: "Malformed JSON",
    granted: "The route does not read the body, so it ignores what is requested.",
    mend: "Answer 400 with JSON, in an error handler after the routes.",
    code: 'app.use((error, request, response, next) => response.status(error.status ?? 500).json({ error: "invalid_request", error_description: "The request could not be read." }));',
  },
];

/** @type {import("./check.js").Check[]} */
export const refusalChecks = [
  ...wrongRequests.map((request) => ({
    id: request.id,
    of: request.of,
    look: (/** @type {Reply} */ reply, /** @type {Evidence} */ evidence) => refused(request, reply, evidence),
  })),
  { id: "refusals/retry-after", look: retryAfter },
];

/**
 * @param {WrongRequest} request
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function refused({ what, granted, mend, code }, reply, { quote }) {
  const { status, token, isJson, taken } = reply;
  if (token !== undefined) return warning(`${what} gets a token.`, { effect: granted, mend, code });
  const found = `${what} gets ${inFewWords(reply, quote)}.`;
  if (status >= 500) {
    return wrong(found, {
      effect:
        "The manager treats it as an outage and keeps retrying, up to once a minute, while the widget keeps loading.",
      mend,
      code,
    });
  }
  const effect = effectOf(reply);
  if (effect !== undefined) return warning(found, { effect, mend, code });
  if (isJson && taken.said !== undefined) return ok(found);
  return warning(found, {
    effect: "The page learns that the request is invalid, but the error has no message.",
    mend,
    code,
  });
}

/**
 * The effect of a status that is not the right one for an invalid request.
 *
 * @param {Reply} reply
 */
function effectOf(reply) {
  const { status } = reply;
  if (status === 400 || status === 422) return undefined;
  if (isRedirect(reply)) return "The manager does not follow it, and the page does not learn what is wrong.";
  if (status < 300) return "The manager finds no token in it and reports an invalid response.";
  if (status === 401) return "The page asks the user to sign in, although they are signed in.";
  if (status === 403) return "The page reports missing permission, although the request is invalid.";
  if (status === 404) return "The page reports an unknown organization, although the request is invalid.";
  return "The page does not learn that the request is invalid.";
}

/** @param {Evidence} evidence */
function retryAfter({ exchanges, isCutShort, quote }) {
  const busy = [...exchanges.values()].find(({ reply }) => {
    if (reply?.status === TOO_MANY) return true;
    return reply?.status === UNAVAILABLE && reply.headers.has("retry-after");
  })?.reply;
  if (!busy) return undefined;
  const rest = isCutShort ? " The remaining requests were skipped." : "";
  const waitMs = Number.isNaN(busy.retryAfterMs) ? busy.retryAtMs - busy.receivedMs : busy.retryAfterMs;
  if (!Number.isNaN(waitMs)) {
    const found = `Status ${busy.status} asks to wait ${inWords(Math.max(0, waitMs))}.${rest}`;
    if (!isCutShort) return ok(found);
    return warning(found, {
      effect: "A page with several widgets may reach this limit, as this check did; its widgets then wait.",
      mend: "Run the check again later, and allow a user at least 20 requests a minute.",
    });
  }
  const given = busy.headers.get("retry-after");
  const what =
    given === null ? "does not say how long to wait" : `has the Retry-After "${quote(given)}", which is not a time`;
  return warning(`Status ${busy.status} ${what}.${rest}`, {
    effect: "The manager uses its own backoff, from 1 s and doubling up to a minute, which is too soon or too late.",
    mend: "Send Retry-After in seconds; pass on the one from WorkOS if WorkOS sent the 429.",
    code: 'response.set("Retry-After", String(error.retryAfter ?? 10)).status(429).json({ error: "rate_limited", error_description: "Slow down." });',
  });
}
