// The lifetime of the token, as the manager computes it.

import { inWords } from "./duration-words.js";
import { ok, warning, wrong } from "./findings.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */

// A widget asks for a new token this long before expiry.
const WIDGET_ASKS_MS = 30_000;
// The manager renews a short token at half of its lifetime, and must be done 35 s before expiry.
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
    return wrong(`${field} is "${quote(String(body[field]))}", which is not a time.`, {
      effect: `The manager ignores it and assumes a lifetime of ${inWords(token.certainMs)}.`,
      mend: "Send expires_at as ISO 8601 with an offset or as seconds since 1970, or expires_in as seconds.",
      code: HAND_ON_EXPIRY,
    });
  }
  const sources = [field, Number.isNaN(token.claimedMs) ? undefined : "the token's exp"].filter(Boolean);
  if (sources.length > 0) {
    return ok(`By ${sources.join(" and ")}, the token's lifetime is ${inWords(token.certainMs)}.`);
  }
  return warning("Neither the reply nor the token says when it expires.", {
    effect: "The manager assumes 10 min (defaultLifetimeMs): if it is less, widgets receive expired tokens.",
    mend: "Pass on expires_at from WorkOS, or send expires_in in seconds.",
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
  if (/[zZ]$|[+-]\d\d(:?\d\d)?$/.test(time.slice(10))) return ok("The expiry time has an offset.");
  return warning(`The expiry time, "${quote(time)}", has no offset.`, {
    effect: "The manager reads it as UTC: if it is local time, the expiry is hours off.",
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
    effect:
      "The manager uses the shorter one, and fetches too often if it is wrong; other clients may use the longer one.",
    mend: `Leave ${field} out: the token contains its expiry.`,
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
    return wrong(`The token has already expired${remainingMs < 0 ? `, ${inWords(-remainingMs)} ago` : ""}.`, {
      effect: "Widgets get no token: the manager fetches ten times, stops for a minute, and starts again.",
      mend: "Create a new token for each request instead of caching it, and synchronize the server's clock by NTP.",
      code: "const { token } = await workos.widgets.createToken({ organizationId, userId, scopes });",
    });
  }
  if (remainingMs <= WIDGET_ASKS_MS) {
    return wrong(`The token lives for ${inWords(remainingMs)}.`, {
      effect: "A widget asks for a new token 30 s before expiry: it asks in a loop, as fast as the network allows.",
      mend: "Issue tokens for 10 min: check expires_in, that tokens are not cached, and the server's clock.",
      code: "body: JSON.stringify({ organization_id, widget_scope, expires_in: 600 }) // to WorkOS",
    });
  }
  if (certainMs < SHORT_MS) {
    return warning(`The token lives for ${inWords(remainingMs)}.`, {
      effect:
        "The next token may not be ready when a widget asks for it, 30 s before expiry: on a slow network the widget reports an expired session.",
      mend: "Issue tokens for 10 min, and at least 70 s.",
      code: "body: JSON.stringify({ organization_id, widget_scope, expires_in: 600 }) // to WorkOS",
    });
  }
  if (remainingMs > DAY_MS) {
    const finding = remainingMs > ABSURD_MS ? wrong : warning;
    return finding(`The token supposedly lives for ${inWords(remainingMs)}.`, {
      effect:
        "If it really expires sooner, the manager keeps returning an expired token, and widgets show errors until the page is reloaded.",
      mend: "Check whether milliseconds are sent as seconds: expires_in is in seconds, expires_at is a date.",
      code: HAND_ON_EXPIRY,
    });
  }
  return ok(`The token lives for ${inWords(remainingMs)}: long enough to be renewed in time.`);
}

/**
 * The field of the body that states the expiry: the one that the manager uses.
 *
 * @param {any} body
 */
function expiryField(body) {
  if (body === null || typeof body !== "object") return undefined;
  return ["expiresInMs", "expires_in", "expiresIn", "expires_at", "expiresAt"].find((name) => body[name] != null);
}
