/** A process with its own token route, whose limiter uses Redis: node route-process.js <node-redis | ioredis> <port> */

import { redisLimiter } from "../../src/route/index.js";
import { ADA, routeFor, tokenRequest } from "./asking.js";
import { connect } from "./redis-server.js";

/** @typedef {{ nowMs: number, users: string[] }} Tick every user sends a request, at this virtual time */
/** @typedef {{ user: string, status: number, retryInMs: number | undefined }} Outcome */

const [kind, port, perMinute] = process.argv.slice(2);
const { nodeRedis, ioredis } = await connect({ url: `redis://127.0.0.1:${port}` });
let nowMs = 0;
const { route, asked } = routeFor({
  requestsPerMinute: Number(perMinute),
  authenticate: (request) => ({ ...ADA, userId: request.headers.get("X-User") ?? "" }),
  // However slow the machine is: the test is about the script's decisions.
  limiter: redisLimiter(kind === "ioredis" ? ioredis : nodeRedis, { now: () => nowMs, timeoutMs: 60_000 }),
});

process.on("message", async (/** @type {Tick} */ tick) => {
  nowMs = tick.nowMs;
  const before = asked.length;
  const outcomes = await Promise.all(tick.users.map(ask));
  process.send?.({ sent: asked.length - before, outcomes });
});
process.once("disconnect", () => process.exit());
process.send?.("ready");

/**
 * @param {string} user
 * @returns {Promise<Outcome>}
 */
async function ask(user) {
  const response = await route(tokenRequest({ headers: { "X-User": user } }));
  const { retry_in_ms: retryInMs } = await response.json();
  return { user, status: response.status, retryInMs };
}
