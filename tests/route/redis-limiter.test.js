import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import fc from "fast-check";
import { memoryLimiter, redisLimiter } from "../../src/route/index.js";
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

test("the script decides as the limiter in memory does, by either client", async () => {
  const step = fc.oneof(
    { weight: 12, arbitrary: fc.record({ what: fc.constant("take"), user: fc.nat(60), afterMs: fc.nat(3_000) }) },
    { weight: 6, arbitrary: fc.record({ what: fc.constant("return"), user: fc.nat(60), afterMs: fc.nat(20_000) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant("refused"), user: fc.nat(60), afterMs: fc.nat(500) }) },
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
        const decisions =
          what === "refused"
            ? [await limiter.refused(caller, 20_000, limits), await memory.refused(caller, 20_000, limits)]
            : [await limiter.take(caller, limits), await memory.take(caller, limits)];
        assert.deepEqual(decisions[0], decisions[1], `step ${index}`);
      }
    }),
    { numRuns: 150, endOnFailure: true },
  );
});
