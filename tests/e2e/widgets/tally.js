/** What the servers and the page have seen of a story, counted. */

import assert from "node:assert/strict";

/**
 * @typedef {object} Tally
 * @property {number} tokenCalls of the token route, by the page
 * @property {number} requests of the widgets, all; then those
 * @property {number} none without a token
 * @property {number} expired by the server's clock
 * @property {number} foreign with the token of another organization, or user, than the widgets are shown for
 * @property {number} superseded with a token whose replacement the page, or the widget, had been given
 * @property {number} unknown with a token that is none
 * @property {number} forbidden with a token that does not allow it
 *
 * @param {import("./stage.js").Stage} stage
 * @returns {Promise<Tally>}
 */
export async function tally(stage) {
  const requests = stage.workos.widgets.log.requests();
  const traffic = await stage.run(() => traffic);
  const counted = traffic.filter(({ sent }) => sent);
  assert.equal(counted.length, requests.length, "the page has sent what the server has got");
  const count = (test) => requests.filter(test).length;
  return {
    tokenCalls: stage.tokenCalls(),
    requests: requests.length,
    none: count(({ verdict }) => verdict === "no token"),
    expired: count(({ verdict }) => verdict === "expired"),
    foreign: count((request) => isForeign(request, stage.shown)),
    superseded: countSuperseded(traffic, stage.workos.log.tokens()),
    unknown: count(({ verdict }) => verdict === "unknown"),
    forbidden: count(({ verdict }) => verdict === "forbidden"),
  };
}

function isForeign({ order, jti, organizationId, userId }, shown) {
  if (jti === null) return false;
  const { whose } = shown.findLast((one) => one.order < order);
  return organizationId !== whose.organizationId || userId !== whose.userId;
}

/** That the replacement had come only the page knows: what the server has sent is not yet there. */
function countSuperseded(traffic, tokens) {
  const byJti = new Map(tokens.map((token) => [token.jti, token]));
  const isReplacement = (next, { jti, type }) => {
    const [own, other] = [byJti.get(jti), byJti.get(next.jti)];
    const isForIt = next.widget === undefined || next.widget === type;
    return isForIt && keyOf(own) === keyOf(other) && other.order > own.order;
  };
  return traffic.filter((entry, at) => {
    if (!entry.sent || !entry.jti) return false;
    return traffic.slice(0, at).some((earlier) => earlier.got && isReplacement(earlier, entry));
  }).length;
}

function keyOf({ organizationId, userId, scopes }) {
  return [organizationId, userId, ...scopes].join(" ");
}

/**
 * What stands in red in the console: for each request that the story's outage or its 403 met, a line by the browser
 * itself, and `others`.
 *
 * @param {import("./stage.js").Stage} stage
 */
export function redLines({ red, workos }) {
  const refused = workos.widgets.log.requests().filter(({ isFault }) => isFault);
  const isOutage = ({ text, url }) => url.endsWith("/api/widget-token") && text.includes("ERR_EMPTY_RESPONSE");
  const isRefusal = ({ text, url }) => text.includes("403") && refused.some(({ path }) => url.endsWith(path));
  const others = red.filter((line) => !isOutage(line) && !isRefusal(line));
  // By hand the same path is refused for other reasons, too.
  const refusals = red.filter(isRefusal).length;
  return {
    outage: red.filter(isOutage).length,
    refusal: Math.min(refusals, refused.length),
    others: [...others.map(({ text }) => text), ...Array(Math.max(0, refusals - refused.length)).fill("403")],
  };
}
