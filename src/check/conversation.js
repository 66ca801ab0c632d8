import { exchange } from "./exchange.js";
import { mask, secretsOf } from "./masking.js";
import {
  CLAIMED_USER,
  FOREIGN_ORIGIN,
  getRequest,
  isCrossOrigin,
  preflightRequest,
  tokenRequest,
  UNKNOWN_SCOPE,
} from "./requests.js";
import { readToken } from "./token-reading.js";
import { unreachable } from "./unreachable.js";

/**
 * @typedef {import("./exchange.js").Exchange} Exchange
 * @typedef {import("./exchange.js").Request} Request
 * @typedef {import("./command-line.js").Target} Target
 *
 * All requests and replies.
 * @typedef {object} Evidence
 * @property {Target} target
 * @property {Map<string, Exchange>} exchanges by name, in the order they were made
 * @property {boolean} isCutShort the route asked to slow down before everything was asked
 * @property {import("./token-reading.js").ReadToken | undefined} token of the first reply, if it has a usable one
 * @property {(text: string) => string} quote masks text of the route for printing
 */

const TOO_MANY = 429;
const AT_ONCE = 10;

/**
 * Sends all requests to the route, one after the other except for the last few.
 *
 * @param {Target} target
 * @param {import("./exchange.js").Limits} [limits]
 * @returns {Promise<Evidence>}
 * @throws {import("./unreachable.js").Unreachable}
 */
export async function converse(target, limits) {
  /** @type {Map<string, Exchange>} */
  const exchanges = new Map();
  /** @param {[name: string, request: Request][]} requests */
  const ask = async (...requests) => {
    const made = await Promise.all(requests.map(([name, request]) => exchange(name, target.url, request, limits)));
    for (const each of made) exchanges.set(each.name, each);
    return made;
  };

  const [first] = await ask(["first", tokenRequest(target)]);
  if (first.failure && first.failure.kind !== "timeout") throw unreachable(target, first.failure);
  if (isCrossOrigin(target)) await ask(["preflight", preflightRequest(target)]);
  const token = first.reply && readToken(first.reply);
  let isCutShort = first.reply?.status === TOO_MANY;
  for (const batch of token ? furtherRequests(target) : []) {
    const made = await ask(...batch);
    isCutShort = made.some(({ reply }) => reply?.status === TOO_MANY);
    if (isCutShort) break;
  }

  if (token && !isCutShort) await burst(target, ask);

  const secrets = secretsOf(target, [...exchanges.values()]);
  return { target, exchanges, isCutShort, token, quote: (text) => mask(text, secrets) };
}

/**
 * Repeats the first request until the route answers 429.
 *
 * @param {Target} target
 * @param {(...requests: [name: string, request: Request][]) => Promise<Exchange[]>} ask
 */
async function burst(target, ask) {
  for (let sent = 0; sent < target.burst; sent += AT_ONCE) {
    const count = Math.min(AT_ONCE, target.burst - sent);
    const requests = Array.from({ length: count }, (_, index) =>
      named(`burst-${sent + index + 1}`, tokenRequest(target)),
    );
    const made = await ask(...requests);
    if (made.some(({ reply }) => reply?.status === TOO_MANY)) return;
  }
}

/**
 * The requests that are meaningful only if a valid request gets a token. The most serious ones come
 * first, in case the route stops answering.
 *
 * @param {Target} target
 * @returns {[name: string, request: Request][][]}
 */
function furtherRequests(target) {
  const isAnonymous = target.cookie === undefined && target.headers.length === 0;
  const claims = { user: CLAIMED_USER, userId: CLAIMED_USER, user_id: CLAIMED_USER, sub: CLAIMED_USER };
  const valid = tokenRequest(target);
  return [
    // Without cookies and headers to omit, the first request was the anonymous one.
    ...(isAnonymous ? [] : [[named("signed-out", tokenRequest(target, { isSignedOut: true }))]]),
    [named("second", valid)],
    [named("unknown-organization", tokenRequest(target, { fields: { organizationId: target.unknownOrganizationId } }))],
    [named("foreign-origin", tokenRequest(target, { origin: FOREIGN_ORIGIN }))],
    [named("claimed-user", tokenRequest(target, { fields: claims }))],
    [named("get", getRequest(target))],
    [named("missing-organization", tokenRequest(target, { fields: { organizationId: undefined } }))],
    [named("wrong-type", tokenRequest(target, { fields: { organizationId: { id: 42 } } }))],
    [named("unknown-scope", tokenRequest(target, { fields: { widgetScope: UNKNOWN_SCOPE } }))],
    [named("malformed-json", tokenRequest(target, { body: '{"organizationId": ' }))],
    [named("together-1", valid), named("together-2", valid), named("together-3", valid)],
  ];
}

/**
 * @param {string} name
 * @param {Request} request
 * @returns {[name: string, request: Request]}
 */
const named = (name, request) => [name, request];
