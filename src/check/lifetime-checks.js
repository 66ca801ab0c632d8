// How long the manager will keep the token.

import { inWords } from "./duration-words.js";
import { ok, warning, wrong } from "./findings.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */

// A widget asks for a new token this long before the end, and is never content with less.
const WIDGET_ASKS_MS = 30_000;
// The manager renews at half of a short life, and needs 35 s before the end for it.
const SHORT_MS = 70_000;
const DAY_MS = 86_400_000;
const ABSURD_MS = 30 * DAY_MS;
const DISAGREEMENT_MS = 5_000;

const HAND_ON_EXPIRY = "response.json({ token, expires_at });";

/** @type {import("./check.js").ReplyCheck[]} */
export const lifetimeChecks = [
  { id: "lifetime/stated", of: "first", look: stated },
  { id: "lifetime/offset", of: "first", look: offset },
  { id: "lifetime/agreement", of: "first", look: agreement },
  { id: "lifetime/length", of: "first", look: length },
];

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function stated({ body }, { token, quote }) {
  if (!token) return undefined;
  const field = expiryField(body);
  if (field !== undefined && Number.isNaN(token.statedMs)) {
    return wrong(`${field} is "${quote(String(body[field]))}", which says no time.`, {
      effect: `The manager goes on without it and counts on ${inWords(token.certainMs)}.`,
      mend: "Send expires_at as ISO 8601 with an offset or as seconds since 1970, or expires_in as seconds.",
      code: HAND_ON_EXPIRY,
    });
  }
  const sources = [field, Number.isNaN(token.claimedMs) ? undefined : "the token's exp"].filter(Boolean);
  if (sources.length > 0) {
    return ok(`From ${sources.join(" and ")} the manager reads a life of ${inWords(token.certainMs)}.`);
  }
  return warning("Neither the reply nor the token says when it expires.", {
    effect: "The manager counts on 10 min (defaultLifetimeMs): if it is less, widgets get tokens that have ended.",
    mend: "Hand on expires_at where WorkOS sends it, or state expires_in in seconds.",
    code: "response.json({ token, expires_in: 600 });",
  });
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function offset({ body }, { token, quote }) {
  const time = token && (body.expires_at ?? body.expiresAt);
  if (typeof time !== "string" || !/^\d{4}-/.test(time) || Number.isNaN(token?.statedMs)) return undefined;
  if (/[zZ]$|[+-]\d\d(:?\d\d)?$/.test(time.slice(10))) return ok("The time of expiry has its offset.");
  return warning(`The time of expiry, "${quote(time)}", has no offset.`, {
    effect: "The manager reads it as UTC: if it is local time, tokens seem to end hours too early or too late.",
    mend: "Send it in UTC with a Z.",
    code: "response.json({ token, expires_at: expiresAt.toISOString() });",
  });
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function agreement({ body }, { token }) {
  const field = expiryField(body);
  if (!token || field === undefined || Number.isNaN(token.statedMs + token.claimedMs)) return undefined;
  const { statedMs, claimedMs } = token;
  if (Math.abs(claimedMs - statedMs) <= DISAGREEMENT_MS) return ok(`${field} and the token's exp agree.`);
  return warning(`${field} says ${inWords(statedMs)}, the token's exp ${inWords(claimedMs)}.`, {
    effect: "The manager takes the shorter, so a wrong one makes it ask too often; other clients may take the longer.",
    mend: `Leave ${field} out: the token says it itself.`,
    code: "response.json({ token });",
  });
}

/**
 * @param {Reply} _reply
 * @param {Evidence} evidence
 */
function length(_reply, { token }) {
  if (!token || Number.isNaN(token.remainingMs)) return undefined;
  const { remainingMs, certainMs } = token;
  if (remainingMs <= 0) {
    return wrong(`The token has ended already${remainingMs < 0 ? `, ${inWords(-remainingMs)} ago` : ""}.`, {
      effect: "Widgets get no token: the manager asks ten times, then stops for a minute, and so on.",
      mend: "Make a new token for each request instead of keeping one, and set the server's clock by NTP.",
      code: "const { token } = await workos.widgets.createToken({ organizationId, userId, scopes });",
    });
  }
  if (remainingMs <= WIDGET_ASKS_MS) {
    return wrong(`The token lives for ${inWords(remainingMs)}.`, {
      effect:
        "A widget asks for a new token 30 s before the end of the old one: it asks in a loop, as fast as the network allows.",
      mend: "Let tokens live 10 min: check expires_in, that a token is not kept and handed out again, and the server's clock.",
      code: "body: JSON.stringify({ organization_id, widget_scope, expires_in: 600 }) // to WorkOS",
    });
  }
  if (certainMs < SHORT_MS) {
    return warning(`The token lives for ${inWords(remainingMs)}.`, {
      effect:
        "The manager cannot have the next one ready when a widget asks, 30 s before the end: on a slow network the widget says that its session has expired.",
      mend: "Let tokens live 10 min, and at least 70 s.",
      code: "body: JSON.stringify({ organization_id, widget_scope, expires_in: 600 }) // to WorkOS",
    });
  }
  if (remainingMs > DAY_MS) {
    const finding = remainingMs > ABSURD_MS ? wrong : warning;
    return finding(`The token is said to live for ${inWords(remainingMs)}.`, {
      effect:
        "If it really ends sooner, the manager goes on handing out a dead token, and widgets show errors until the page is reloaded.",
      mend: "See whether milliseconds are sent as seconds: expires_in is in seconds, expires_at a date.",
      code: HAND_ON_EXPIRY,
    });
  }
  return ok(`The token lives for ${inWords(remainingMs)}: long enough to be renewed in time.`);
}

/**
 * The field of the body that states the expiry: the one that the manager believes.
 *
 * @param {any} body
 */
function expiryField(body) {
  if (body === null || typeof body !== "object") return undefined;
  return ["expiresInMs", "expires_in", "expiresIn", "expires_at", "expiresAt"].find((name) => body[name] != null);
}
