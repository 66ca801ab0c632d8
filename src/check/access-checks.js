// Who is given a token.

import { note, ok, warning, wrong } from "./findings.js";
import { inFewWords } from "./reply-words.js";
import { CLAIMED_USER } from "./requests.js";
import { readToken } from "./token-reading.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */

const REQUIRE_USER =
  'if (!request.session?.user) return response.status(401).json({ error: "unauthorized", error_description: "Sign in first." });';
const REQUIRE_MEMBERSHIP =
  'if (!user.organizations.includes(organizationId)) return response.status(403).json({ error: "forbidden", error_description: "You are not a member of this organization." });';

/** @type {import("./check.js").Check[]} */
export const accessChecks = [
  { id: "access/signed-out", of: "signed-out", look: signedOut },
  { id: "access/signed-out", look: neverSignedIn },
  { id: "access/organization", of: "unknown-organization", look: organization },
  { id: "access/user", of: "claimed-user", look: claimedUser },
  { id: "access/get", of: "get", look: get },
];

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function signedOut(reply, { quote }) {
  const { status, token, isJson, taken } = reply;
  if (token !== undefined) return givenToAnybody("Without the cookies and headers given, the route hands out a token");
  const found = `Without the cookies and headers given, it is ${inFewWords(reply, quote)}.`;
  const remedy = { mend: "Answer 401 with JSON where nobody is signed in.", code: REQUIRE_USER };
  if (status >= 500) {
    return wrong(found, {
      effect:
        "When a session ends, the manager asks again and again instead of telling the page to let the user sign in.",
      ...remedy,
    });
  }
  if (status < 400) {
    return wrong(found, {
      effect:
        "When a session ends, the manager sees a reply it cannot read, and the page is not told to let the user sign in.",
      ...remedy,
    });
  }
  const isRefusal = status === 401 || status === 403;
  if (isRefusal && isJson && taken.said !== undefined) return ok(found);
  return warning(found, {
    effect: isRefusal
      ? "The page is told that the user must sign in, but the error has no words that say why."
      : "The page cannot tell from this status that the user must sign in.",
    ...remedy,
  });
}

/** @param {Evidence} evidence */
function neverSignedIn({ target, token }) {
  const isAnonymous = target.cookie === undefined && target.headers.length === 0;
  if (!token || !isAnonymous) return undefined;
  return givenToAnybody("No cookie and no header was given, and the route hands out a token");
}

/** @param {string} found */
function givenToAnybody(found) {
  return wrong(`${found}: anybody on the net gets one.`, {
    effect: "Any stranger who knows an organization's id can see and change its settings.",
    mend: "Ask who is signed in before anything else, and answer 401 to nobody.",
    code: REQUIRE_USER,
  });
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function organization(reply, { target, quote }) {
  const { status, isJson, taken } = reply;
  const which = target.unknownIsInvented
    ? "An organization that does not exist"
    : "The organization of --unknown-organization";
  const read = readToken(reply);
  if (reply.token !== undefined) {
    if (read?.claims?.org_id === target.organizationId) {
      return warning(`${which} is answered with a token for the user's own.`, {
        effect: "A page that switches organizations goes on showing the first, under the other's name.",
        mend: "Refuse an organization that the user does not belong to.",
        code: REQUIRE_MEMBERSHIP,
      });
    }
    return wrong(`${which} gets a token.`, {
      effect: "A user can see and change organizations they do not belong to, by writing another id into the request.",
      mend: "Look up whether the user belongs to the organization, and answer 403 if not.",
      code: REQUIRE_MEMBERSHIP,
    });
  }
  const found = `${which} gets ${inFewWords(reply, quote)}.`;
  const remedy = { mend: "Answer 403 (not a member) or 404 (not found) with JSON.", code: REQUIRE_MEMBERSHIP };
  if (status >= 500) {
    return wrong(found, {
      effect:
        "The manager takes it for an outage: it asks again and again, and the widget stays in its loading state for ever.",
      ...remedy,
    });
  }
  if (status < 400) {
    return wrong(found, { effect: "The manager cannot read it, and the page is not told what is wrong.", ...remedy });
  }
  const isRefusal = status === 403 || status === 404;
  if (!isRefusal || !isJson || taken.said === undefined) {
    return warning(found, {
      effect: isRefusal
        ? "The page is told that there is no token, but not in words why."
        : "The page is told something else than that the user has no part in this organization.",
      ...remedy,
    });
  }
  const more = target.unknownIsInvented
    ? " (To see that membership is checked, give --unknown-organization one that exists.)"
    : "";
  return ok(found + more);
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function claimedUser(reply, { token, quote }) {
  const sessionUser = token?.claims?.sub;
  const remedy = {
    effect: "A user can act as any other, by writing their id into the request.",
    mend: "Take the user from the session alone.",
    code: "const userId = request.session.user.workosUserId; // never request.body.userId",
  };
  if (reply.token !== undefined) {
    const user = readToken(reply)?.claims?.sub;
    if (user === CLAIMED_USER) return wrong("The token is for the user that the request's body names.", remedy);
    if (user !== undefined && user === sessionUser) return ok("A user named in the request's body is not believed.");
    return note(
      "A user named in the body changes nothing that can be seen; make sure that the route takes the user from the session alone.",
    );
  }
  const found = `A request that names a user in its body gets ${inFewWords(reply, quote)}.`;
  if (reply.status === 400 || reply.status === 422) return ok(found);
  return warning(`${found} The route seems to look that user up.`, remedy);
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function get(reply, { quote }) {
  const { status, token } = reply;
  const remedy = {
    mend: "Answer POST alone.",
    code: 'app.post("/api/widget-token", …); // not app.use, app.all or app.get',
  };
  if (token !== undefined) {
    return wrong("A GET gets a token.", {
      effect:
        "Browsers and proxies keep replies to GET, and any link or image can set one off: tokens end up with others.",
      ...remedy,
    });
  }
  const found = `A GET gets ${inFewWords(reply, quote)}.`;
  if (status >= 400 && status <= 499) return ok(found);
  return warning(found, {
    effect: "It hands out no token, but whoever asks in the wrong way is not told so.",
    ...remedy,
  });
}
