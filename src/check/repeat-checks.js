// The same request, repeated.

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
    return wrong(`The same request, sent a second time, gets ${inFewWords(reply, quote)}.`, {
      effect: "The manager cannot renew the token: when the first one expires, widgets fail.",
      mend: "Create a new token for each request.",
      code: CREATE_TOKEN,
    });
  }
  if (second.token !== token?.token) return ok("Two requests get different tokens.");
  const rest = Number.isNaN(second.remainingMs) ? "" : `, with ${inWords(second.remainingMs)} left`;
  return warning(`Two requests get the same token${rest}: the route, or something in front of it, caches it.`, {
    effect:
      'A widget that asks for a new token and gets the old one never asks again: "Session expired. Please reload the page."',
    mend: "Create a new token for each request; the manager in the browser already caches it while it is valid.",
    code: CREATE_TOKEN,
  });
}

/** @param {Evidence} evidence */
function together({ exchanges, quote }) {
  const made = [...exchanges.values()].filter(({ name }) => name.startsWith("together-"));
  const isSlowedDown = made.some(({ reply }) => reply?.status === 429);
  if (made.length === 0 || isSlowedDown) return undefined;
  const failed = made.filter(({ reply }) => !reply || !readToken(reply));
  if (failed.length === 0) return ok(`${made.length} concurrent requests get a token each.`);
  const { reply, failure } = failed[0];
  const what = reply ? inFewWords(reply, quote) : `no reply (${failure?.code})`;
  return wrong(`Of ${made.length} concurrent requests, ${failed.length} got no token: ${what}.`, {
    effect: "On a page with several widgets, some occasionally do not load.",
    mend: "Check the server's log, and look for state that requests share, such as a session lock or a global variable.",
  });
}
