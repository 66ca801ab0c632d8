// Who receives a token.

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
  if (token !== undefined) return givenToAnybody("Without the given cookies and headers, the route returns a token");
  const found = `A request without the given cookies and headers gets ${inFewWords(reply, quote)}.`;
  const remedy = { mend: "Answer 401 with JSON when nobody is signed in.", code: REQUIRE_USER };
  if (status >= 500) {
    return wrong(found, {
      effect: "When a session ends, the manager keeps retrying instead of reporting that the user must sign in.",
      ...remedy,
    });
  }
  if (status < 400) {
    return wrong(found, {
      effect: "When a session ends, the manager reports an invalid response instead of that the user must sign in.",
      ...remedy,
    });
  }
  const isRefusal = status === 401 || status === 403;
  if (isRefusal && isJson && taken.said !== undefined) return ok(found);
  return warning(found, {
    effect: isRefusal
      ? "The page learns that the user must sign in, but the error has no message."
      : "The page cannot tell from this status that the user must sign in.",
    ...remedy,
  });
}

/** @param {Evidence} evidence */
function neverSignedIn({ target, token }) {
  const isAnonymous = target.cookie === undefined && target.headers.length === 0;
  if (!token || !isAnonymous) return undefined;
  return givenToAnybody("No cookie and no header was given, and the route returns a token");
}

/** @param {string} found */
function givenToAnybody(found) {
  return wrong(`${found}: anyone can get one.`, {
    effect: "Anyone who knows an organization's id can read and change its settings.",
    mend: "Authenticate the user first, and answer 401 when nobody is signed in.",
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
      return warning(`${which} gets a token for the user's own.`, {
        effect: "A page that switches organizations keeps showing the first one under the other's name.",
        mend: "Reject an organization that the user does not belong to.",
        code: REQUIRE_MEMBERSHIP,
      });
    }
    return wrong(`${which} gets a token.`, {
      effect: "A user can read and change organizations they do not belong to, by sending another id.",
      mend: "Check that the user belongs to the organization, and answer 403 if not.",
      code: REQUIRE_MEMBERSHIP,
    });
  }
  const found = `${which} gets ${inFewWords(reply, quote)}.`;
  const remedy = { mend: "Answer 403 (not a member) or 404 (not found) with JSON.", code: REQUIRE_MEMBERSHIP };
  if (status >= 500) {
    return wrong(found, {
      effect: "The manager treats it as an outage: it keeps retrying, and the widget keeps loading.",
      ...remedy,
    });
  }
  if (status < 400) {
    return wrong(found, { effect: "The manager reports an invalid response instead of the actual error.", ...remedy });
  }
  const isRefusal = status === 403 || status === 404;
  if (!isRefusal || !isJson || taken.said === undefined) {
    return warning(found, {
      effect: isRefusal
        ? "The page learns that there is no token, but the error has no message."
        : "The page does not learn that the user does not belong to this organization.",
      ...remedy,
    });
  }
  const more = target.unknownIsInvented
    ? " (To verify that membership is checked, pass an existing one as --unknown-organization.)"
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
    effect: "A user can act as any other user, by sending their id.",
    mend: "Take the user only from the session.",
    code: "const userId = request.session.user.workosUserId; // never request.body.userId",
  };
  if (reply.token !== undefined) {
    const user = readToken(reply)?.claims?.sub;
    if (user === CLAIMED_USER) return wrong("The token is for the user named in the request's body.", remedy);
    if (user !== undefined && user === sessionUser) return ok("A user named in the request's body is ignored.");
    return note(
      "A user named in the request's body has no visible effect; make sure that the route takes the user only from the session.",
    );
  }
  const found = `A request that names a user in its body gets ${inFewWords(reply, quote)}.`;
  if (reply.status === 400 || reply.status === 422) return ok(found);
  return warning(`${found} The route seems to look up that user.`, remedy);
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function get(reply, { quote }) {
  const { status, token } = reply;
  const remedy = {
    mend: "Accept only POST.",
    code: 'app.post("/api/widget-token", …); // not app.use, app.all or app.get',
  };
  if (token !== undefined) {
    return wrong("A GET gets a token.", {
      effect:
        "Browsers and proxies cache replies to GET, and any link or image can trigger one: tokens can leak to others.",
      ...remedy,
    });
  }
  const found = `A GET gets ${inFewWords(reply, quote)}.`;
  if (status >= 400 && status <= 499) return ok(found);
  return warning(found, {
    effect: "It returns no token, but a client that uses the wrong method gets no error.",
    ...remedy,
  });
}
