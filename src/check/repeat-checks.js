// What becomes of the same request, made again.

import { inWords } from "./duration-words.js";
import { ok, warning, wrong } from "./findings.js";
import { inFewWords } from "./reply-words.js";
import { readToken } from "./token-reading.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */

const CREATE_TOKEN = "const { token } = await workos.widgets.createToken({ organizationId, userId, scopes });";

/** @type {import("./check.js").Check[]} */
export const repeatChecks = [
  { id: "repeat/fresh", of: "second", look: fresh },
  { id: "repeat/together", look: together },
];

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function fresh(reply, { token, quote }) {
  const second = readToken(reply);
  if (!second) {
    return wrong(`The same request, made a second time, gets ${inFewWords(reply, quote)}.`, {
      effect: "The manager can never renew: when the first token ends, widgets fail.",
      mend: "Make a new token for each request.",
      code: CREATE_TOKEN,
    });
  }
  if (second.token !== token?.token) return ok("Two requests get two different tokens.");
  const rest = Number.isNaN(second.remainingMs) ? "" : `, with ${inWords(second.remainingMs)} left to live`;
  return warning(`Two requests get the same token${rest}: the route, or something before it, keeps it.`, {
    effect:
      'A widget that asks for a new token and gets the old one never asks again: "Session expired. Please reload the page."',
    mend: "Make a new token for each request; the manager in the browser already keeps it for as long as it is good.",
    code: CREATE_TOKEN,
  });
}

/** @param {Evidence} evidence */
function together({ exchanges, quote }) {
  const made = [...exchanges.values()].filter(({ name }) => name.startsWith("together-"));
  const isSlowedDown = made.some(({ reply }) => reply?.status === 429);
  if (made.length === 0 || isSlowedDown) return undefined;
  const failed = made.filter(({ reply }) => !reply || !readToken(reply));
  if (failed.length === 0) return ok(`${made.length} requests at once get a token each.`);
  const { reply, failure } = failed[0];
  const what = reply ? inFewWords(reply, quote) : `no reply (${failure?.code})`;
  return wrong(`Of ${made.length} requests at once, ${failed.length} got no token: ${what}.`, {
    effect: "On a page with several widgets, some do not open, now and then.",
    mend: "See the server's log; look for state that requests share, such as a lock of the session, or one variable for all.",
  });
}
