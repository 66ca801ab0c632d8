// Requests that are wrong, and what the page is told of it.

import { inWords } from "./duration-words.js";
import { ok, warning, wrong } from "./findings.js";
import { inFewWords, isRedirect } from "./reply-words.js";
import { UNKNOWN_SCOPE } from "./requests.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */

const TOO_MANY = 429;
const UNAVAILABLE = 503;

/**
 * A request that is wrong: what about it, what a token for it would do, and how to refuse it.
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
      "If the route takes the organization from the session, a page that asks for another gets a token for this one.",
    mend: "Answer 400 with JSON where organizationId is missing.",
    code: 'if (!organizationId) return response.status(400).json({ error: "invalid_request", error_description: "organizationId is required" });',
  },
  {
    id: "refusals/wrong-type",
    of: "wrong-type",
    what: "An organizationId that is an object",
    granted: "What is not a text was taken for an organization: such input is how queries and checks are tricked.",
    mend: "Answer 400 with JSON where organizationId is not a text.",
    code: 'if (typeof organizationId !== "string") return response.status(400).json({ error: "invalid_request", error_description: "organizationId must be a string" });',
  },
  {
    id: "refusals/unknown-scope",
    of: "unknown-scope",
    what: `The scope "${UNKNOWN_SCOPE}"`,
    granted:
      "The route does not look at widgetScope: a widget gets a token that was made for another, and shows an error nobody can explain.",
    mend: 'Answer 400 with JSON to a scope you do not offer; say "scope" in the description, and the manager reports invalid_scope.',
    code: 'if (!SCOPES.has(widgetScope)) return response.status(400).json({ error: "invalid_request", error_description: "Unknown widgetScope" });',
  },
  {
    id: "refusals/malformed-json",
    of: "malformed-json",
    what: "Malformed JSON",
    granted: "The route does not read the body, so it cannot know what is asked for.",
    mend: "Answer 400 with JSON, by an error handler after the routes.",
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
        "The manager takes it for an outage and asks again, up to once a minute, while the widget stays in its loading state.",
      mend,
      code,
    });
  }
  const effect = effectOf(reply);
  if (effect !== undefined) return warning(found, { effect, mend, code });
  if (isJson && taken.said !== undefined) return ok(found);
  return warning(found, {
    effect: "The page is told that the request is wrong, but not in words what about it.",
    mend,
    code,
  });
}

/**
 * What a status leads to that is not the one for a wrong request.
 *
 * @param {Reply} reply
 */
function effectOf(reply) {
  const { status } = reply;
  if (status === 400 || status === 422) return undefined;
  if (isRedirect(reply)) return "The manager does not follow it, and the page is not told what is wrong.";
  if (status < 300) return "The manager looks for a token in it and reports an invalid response.";
  if (status === 401) return "The page is told to let the user sign in, who is signed in already.";
  if (status === 403) return "The page is told that the user may not have it; really the request is wrong.";
  if (status === 404) return "The page is told that the organization does not exist; really the request is wrong.";
  return "The page is told something else than that the request is wrong.";
}

/** @param {Evidence} evidence */
function retryAfter({ exchanges, isCutShort, quote }) {
  const busy = [...exchanges.values()].find(({ reply }) => {
    if (reply?.status === TOO_MANY) return true;
    return reply?.status === UNAVAILABLE && reply.headers.has("retry-after");
  })?.reply;
  if (!busy) return undefined;
  const rest = isCutShort ? " What was left to ask was not asked." : "";
  const waitMs = Number.isNaN(busy.retryAfterMs) ? busy.retryAtMs - busy.receivedMs : busy.retryAfterMs;
  if (!Number.isNaN(waitMs)) {
    const found = `Status ${busy.status} says to wait ${inWords(Math.max(0, waitMs))}.${rest}`;
    if (!isCutShort) return ok(found);
    return warning(found, {
      effect: "A page with several widgets may meet this limit as this check did; then they wait.",
      mend: "Run the check again later, and allow a user at least 20 requests a minute.",
    });
  }
  const given = busy.headers.get("retry-after");
  const what = given === null ? "does not say how long to wait" : `says to wait "${quote(given)}", which is no time`;
  return warning(`Status ${busy.status} ${what}.${rest}`, {
    effect: "The manager guesses: from 1 s, doubling up to a minute, which is too soon or too late.",
    mend: "Send Retry-After in seconds; hand on the one that WorkOS sent, if it was WorkOS.",
    code: 'response.set("Retry-After", String(error.retryAfter ?? 10)).status(429).json({ error: "rate_limited", error_description: "Slow down." });',
  });
}
