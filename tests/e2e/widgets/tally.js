/** What the servers and the page have seen of a scenario, counted. */

import assert from "node:assert/strict";

/**
 * @typedef {object} Tally
 * @property {number} tokenCalls of the token route, by the page
 * @property {number} requests of the widgets in total; then those
 * @property {number} none without a token
 * @property {number} expired by the server's clock
 * @property {number} foreign with the token of another organization or user than the shown one
 * @property {number} superseded with a token whose replacement the page, or the widget, had already
 * received
 * @property {number} unknown with an invalid token
 * @property {number} forbidden with a token that does not allow it
 *
 * @param {import("./stage.js").Stage} stage
 * @returns {Promise<Tally>}
 */
export async function tally(stage) {
  const requests = stage.workos.widgets.log.requests();
  const traffic = await stage.run(() => traffic);
  const counted = traffic.filter(({ sent }) => sent);
  assert.equal(counted.length, requests.length, "the page has sent what the server has received");
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

/** Only the page knows when the replacement arrived: what the server has sent may still be in flight. */
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
 * The errors in the console: one line of the browser's own for each request that failed by the scenario's outage or
 * its 403, and `others`.
 *
 * @param {import("./stage.js").Stage} stage
 */
export function consoleErrors({ red, workos }) {
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
