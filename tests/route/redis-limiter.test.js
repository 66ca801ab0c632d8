import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import fc from "fast-check";
import { memoryLimiter, redisLimiter } from "../../src/route/index.js";
import { steadyClock } from "../../src/route/limiter/clock.js";
import { limiterOf } from "../../src/route/limiter/fallback.js";
import { connect, startRedis } from "./redis-server.js";

/** @type {import("./redis-server.js").RedisServer} */
let server;
/** @type {Awaited<ReturnType<typeof connect>>} */
let clients;

before(async () => {
  server = await startRedis();
  clients = await connect(server);
});
after(async () => {
  clients?.close();
  await server?.stop();
});
beforeEach(() => clients.ioredis.flushall());

test("the script decides as the limiter in memory does, with either client", async () => {
  const step = fc.oneof(
    { weight: 12, arbitrary: fc.record({ what: fc.constant("take"), user: fc.nat(60), afterMs: fc.nat(3_000) }) },
    { weight: 6, arbitrary: fc.record({ what: fc.constant("return"), user: fc.nat(60), afterMs: fc.nat(20_000) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant("refused"), user: fc.nat(60), afterMs: fc.nat(500) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant("failed"), user: fc.nat(60), afterMs: fc.nat(500) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant("take"), user: fc.nat(60), afterMs: fc.nat(400_000) }) },
  );
  const limits = fc.record({
    perMinute: fc.integer({ min: 1, max: 12 }),
    perUserPerMinute: fc.integer({ min: 1, max: 3 }),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(limits, fc.array(step, { minLength: 30, maxLength: 150 }), async (limits, steps) => {
      let nowMs = 1_700_000_000_000;
      const now = () => nowMs;
      const prefix = `run ${++run}`;
      const both = [redisLimiter(clients.nodeRedis, { prefix, now }), redisLimiter(clients.ioredis, { prefix, now })];
      const memory = memoryLimiter({ now });
      for (const [index, { what, user, afterMs }] of steps.entries()) {
        nowMs += afterMs;
        const caller = { userId: `user ${user % 20}`, request: `${user % 3}` };
        const limiter = both[index % 2];
        const pauseMs = what === "failed" ? 0 : 20_000;
        const decisions =
          what === "refused" || what === "failed"
            ? [await limiter.refused(caller, pauseMs, limits), await memory.refused(caller, pauseMs, limits)]
            : [await limiter.take(caller, limits), await memory.take(caller, limits)];
        assert.deepEqual(decisions[0], decisions[1], `step ${index}`);
      }
    }),
    { numRuns: 150, endOnFailure: true },
  );
});

const LIMITS = { perMinute: 5, perUserPerMinute: 30 };

test("all keys start with the prefix, and expire", async () => {
  const limiter = redisLimiter(clients.ioredis);
  for (let user = 0; user < 8; user += 1) await limiter.take({ userId: `${user}`, request: "" }, LIMITS);
  const keys = await clients.ioredis.keys("*");
  assert.ok(keys.length >= 4 && keys.every((key) => key.startsWith("{workos-widget-tokens}:")));
  for (const key of keys) assert.ok((await clients.ioredis.pttl(key)) > 0, key);
});

test("a jump of Redis's clock or the limiter's neither frees every slot nor blocks for ever", async () => {
  const limiter = redisLimiter(clients.ioredis);
  const waits = async () => {
    const decisions = [];
    for (let user = 0; user < 8; user += 1) {
      decisions.push(await limiter.take({ userId: `${user}`, request: `${decisions.length}` }, LIMITS));
    }
    return decisions.filter(({ waitMs }) => waitMs > 0).length;
  };
  await waits();
  // A test cannot set the machine's clock, but it can set what the script knows of it.
  for (const jumpMs of [3_600_000, -7_200_000]) {
    const offset = Number(await clients.ioredis.hget("{workos-widget-tokens}:state", "offset"));
    await clients.ioredis.hset("{workos-widget-tokens}:state", "offset", offset + jumpMs);
    const { waitMs } = await limiter.take({ userId: "newcomer", request: `${jumpMs}` }, LIMITS);
    assert.ok(waitMs > 0 && waitMs < 180_000, `${jumpMs}: ${waitMs}`);
  }
});

test("a steady clock trusts neither of its two clocks alone", () => {
  let monotonicMs = 0;
  let wallMs = 1_700_000_000_000;
  const now = steadyClock(
    () => monotonicMs,
    () => wallMs,
  );
  for (const [monotonicStepMs, wallStepMs, expectedMs] of [
    [1_000, 1_000, 1_000],
    [1_000, 3_600_000, 2_000],
    [3_600_000, 1_000, 3_000],
    [1_000, -3_600_000, 4_000],
    [-1_000, 1_000, 5_000],
    [-1_000, -1_000, 5_000],
    [1_000, 1_000, 6_000],
  ]) {
    monotonicMs += monotonicStepMs;
    wallMs += wallStepMs;
    assert.equal(now(), expectedMs);
  }
});

test("the route counts in memory while Redis is away, reports it once, and uses Redis again afterwards", async () => {
  const own = await startRedis();
  const { nodeRedis, ioredis, close } = await connect(own);
  for (const client of [nodeRedis, ioredis]) {
    /** @type {string[]} */
    const received = [];
    let nowMs = 0;
    const options = /** @type {any} */ ({ limits: LIMITS, limiter: redisLimiter(client, { timeoutMs: 1_000 }) });
    const limiter = limiterOf(
      options,
      ({ code }) => received.push(code),
      () => nowMs,
    );
    const take = async () => (await limiter.take({ userId: "ada", request: `${received.length}` })).waitMs;
    assert.equal(await take(), 0);
    await own.pause();
    for (let count = 0; count < 3; count += 1) assert.equal(await take(), 0);
    assert.deepEqual(received, ["limiter_away"]);
    await own.resume();
    nowMs += 10_000;
    await take();
    await own.pause();
    nowMs += 10_000;
    await take();
    assert.deepEqual(received, ["limiter_away", "limiter_away"], "it was back, and failed again");
    await own.resume();
  }
  close();
  await own.stop();
});
