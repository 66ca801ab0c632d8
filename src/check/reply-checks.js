// The reply to a valid request.

import { ok, warning, wrong } from "./findings.js";
import { beginningOf } from "./masking.js";
import { bodyInWords, inFewWords, isHtml, isRedirect } from "./reply-words.js";
import { isSecretKey, isUsable } from "./token-reading.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */

const ANSWER_WITH_TOKEN = "response.json({ token });";
const ANSWER_401 =
  'if (!user) return response.status(401).json({ error: "unauthorized", error_description: "Sign in first." });';

/** @type {import("./check.js").ReplyCheck[]} */
export const replyChecks = [
  { id: "reply/status", of: "first", look: status },
  { id: "reply/json", of: "first", look: json },
  { id: "reply/token", of: "first", look: token },
];

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function status(reply, { quote }) {
  const { status } = reply;
  if (status === 200 || status === 201) return ok(`Status ${status}.`);
  const found = `A valid request gets ${inFewWords(reply, quote)}.`;
  if (status >= 200 && status <= 299) {
    return warning(found, {
      effect: "The manager accepts it, but proxies and browsers may treat such a status differently.",
      mend: "Answer with status 200.",
      code: ANSWER_WITH_TOKEN,
    });
  }
  return wrong(found, remedyFor(reply));
}

/** @param {Reply} reply */
function remedyFor(reply) {
  const { status } = reply;
  if (isRedirect(reply)) {
    return {
      effect:
        "The manager does not follow redirects: no widget loads, and the page does not learn that the user must sign in.",
      mend: "If the route has moved, check its new URL; if this leads to a login page, answer 401 with JSON instead. (Was --cookie given, and is it still valid?)",
      code: ANSWER_401,
    };
  }
  if (status === 401 || status === 403) {
    return {
      effect: "No widget loads: the manager reports that the user is not allowed a token.",
      mend: "Pass --cookie (or --header) as a browser sends it for a signed-in member of the organization; if it is valid, find out why the route rejects it. CSRF protection may require a --header or another --origin.",
    };
  }
  if (status === 429) {
    return {
      effect: "Widgets wait until the route allows more; a page with several widgets sends several requests at once.",
      mend: "Run the check again later, and allow a user at least 20 requests a minute.",
    };
  }
  if (status >= 500) {
    return {
      effect: "Widgets keep loading while the manager retries with backoff, up to once a minute.",
      mend: "Check the server's log. Often the API key is missing or from another environment, or an error of the WorkOS SDK is not caught.",
    };
  }
  return {
    effect: "No widget loads: the manager does not retry after such a status.",
    mend: "Check the URL, that the route accepts POST, and that it reads organizationId and widgetScope from a JSON body.",
    code: 'app.post("/api/widget-token", express.json(), async (request, response) => { … });',
  };
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function json(reply, { quote }) {
  if (!isGrant(reply)) return undefined;
  const type = reply.headers.get("content-type") ?? "";
  if (!reply.isJson) {
    const isPage = isHtml(reply);
    return wrong(`The reply is ${bodyInWords(reply, quote)}, with status ${reply.status}.`, {
      effect: "No widget loads: the manager finds no token in it and does not retry.",
      mend: isPage
        ? "If it is a login page, answer 401 with JSON when nobody is signed in; if it is the app's own page, the URL does not reach the route."
        : "Answer with a JSON object that contains the token.",
      code: isPage ? ANSWER_401 : ANSWER_WITH_TOKEN,
    });
  }
  if (/^application\/([\w.+-]+\+)?json\b/i.test(type)) return ok("JSON, with a matching Content-Type.");
  return warning(`The reply is JSON, but its Content-Type is ${type ? `"${quote(type)}"` : "missing"}.`, {
    effect: "The manager reads it anyway; a proxy or another client may not.",
    mend: "Send it as application/json.",
    code: ANSWER_WITH_TOKEN,
  });
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function token(reply, { quote }) {
  if (!isGrant(reply) || !reply.isJson) return undefined;
  const { token, said } = reply.taken;
  if (token === undefined) {
    const words = said === undefined ? "" : ` Its message is "${quote(said)}".`;
    return wrong(`The reply has no token: ${placeOfToken(reply.body)}.${words}`, {
      effect: "No widget loads: the manager reports an invalid response and does not retry.",
      mend: 'Answer { "token": "…" }. createToken of the WorkOS SDK returns an object, the older getToken the string itself.',
      code: "const { token } = await workos.widgets.createToken({ organizationId, userId, scopes }); response.json({ token });",
    });
  }
  if (isSecretKey(token)) {
    return wrong("The token is a secret WorkOS key (sk_…).", {
      effect: "Anyone who opens the page can do everything your server can; the manager passes it to no widget.",
      mend: "Rotate the key in the WorkOS dashboard now, then answer with the token that WorkOS created.",
      code: ANSWER_WITH_TOKEN,
    });
  }
  if (!isUsable(token)) {
    return wrong("The token contains spaces or characters that are not printable ASCII.", {
      effect: "No widget loads: such a string cannot be sent in a header, so the manager rejects it.",
      mend: "Return the token exactly as WorkOS sent it.",
      code: ANSWER_WITH_TOKEN,
    });
  }
  return ok(`The reply contains a token, ${beginningOf(token)} (${token.length} characters).`);
}

/** @param {Reply} reply */
function isGrant({ status }) {
  return status >= 200 && status <= 299;
}

/** @param {any} body */
function placeOfToken(body) {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return "it is not a JSON object";
  if (!("token" in body)) return "there is no such field";
  if (body.token === "") return "the field is empty";
  return `the field is ${body.token === null ? "null" : `of type ${typeof body.token}`}, not a string`;
}
