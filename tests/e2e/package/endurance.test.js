import assert from "node:assert/strict";
import { isFull, unlessFull } from "../../extent.js";
import { createGate } from "./route.js";
import { httpDate, makeJwt, readJwt } from "./tokens.js";
import { testInPage } from "./visit.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** @type {Record<string, (now: number, number: number) => import("./route.js").Reply>} */
const SHAPES = {
  JWT(now, number) {
    const second = Math.floor(now / 1_000);
    return {
      json: { token: makeJwt({ iat: second, exp: second + 60, jti: number }) },
      headers: { Date: httpDate(now) },
    };
  },
  "opaque token": (now, number) => ({
    json: { token: `opaque-${number}-${now + 60_000}`, expires_in: 60 },
    headers: { Date: httpDate(now) },
  }),
};

/** When a token expires, by the route's clock. */
const endOf = (token) =>
  token.startsWith("opaque-") ? Number(token.split("-")[2]) : /** @type {any} */ (readJwt(token)).exp * 1_000;

/** The number of token lifetimes for each run. */
const LIVES = isFull ? 30 : 2;

for (const [shape, grant] of Object.entries(SHAPES).slice(0, isFull ? undefined : 1)) {
  for (const answerMs of isFull ? [500, 5_000] : [5_000]) {
    testInPage(
      `${LIVES} lives of a 60 s ${shape}, read each second from a route that takes ${answerMs / 1_000} s`,
      { clock: true },
      async ({ run, page, route }) => {
        // The page's clock is the route's, and advances while the route prepares a reply.
        const STEP_MS = 500;
        const start = await run(() => Date.now());
        let now = start;
        /** @type {{ dueAt: number, open: () => void }[]} */
        let thinking = [];
        route.answer((_, number) => {
          const { opened, open } = createGate();
          thinking.push({ dueAt: now + answerMs, open });
          // It issues the token at once, and sends it later.
          return { ...grant(now, number), hold: opened };
        });
        await run(({ endpoint }) => {
          globalThis.tokens = createTokenManager({ endpoint });
          globalThis.source = tokens.source(sso);
          globalThis.given = [];
          globalThis.read = () => {
            const askedAt = Date.now();
            source.getToken().then((token) => given.push({ token, askedAt, at: Date.now() }));
          };
          source.subscribe((received) => {
            if (received?.token) given.push({ token: received.token, askedAt: Date.now(), at: Date.now() });
          });
        });
        let reads = 0;
        let handedOut = 0;
        let longestMs = 0;
        let shortestRestMs = Infinity;
        let firstAt = Infinity;
        let waitedLater = 0;
        const look = async () => {
          // All requests of the page have arrived before time advances.
          const { fetches, given } = await run(() => ({ fetches: tokens.stats().fetches, given: given.splice(0) }));
          await route.arrived(fetches);
          for (const { token, askedAt, at } of given) {
            handedOut++;
            firstAt = Math.min(firstAt, at);
            if (at > askedAt && askedAt >= firstAt) waitedLater++;
            shortestRestMs = Math.min(shortestRestMs, endOf(token) - at);
            longestMs = Math.max(longestMs, at - askedAt);
          }
        };
        await look();
        while (now - start < LIVES * 60_000) {
          if ((now - start) % 1_000 === 0) {
            await run(() => read());
            reads++;
          }
          await look();
          now += STEP_MS;
          await page.clock.runFor(STEP_MS);
          await look();
          const due = thinking.filter(({ dueAt }) => dueAt <= now);
          thinking = thinking.filter(({ dueAt }) => dueAt > now);
          for (const { open } of due) open();
          if (due.length > 0) {
            await run(() => settled());
            await look();
          }
        }
        const { length } = route.requests;
        console.log(
          `# 60 s ${shape}, ${answerMs} ms to answer: ${length} requests in ${LIVES} lives, ${reads} reads, ` +
            `${handedOut} tokens handed out, least left ${shortestRestMs} ms, longest wait ${longestMs} ms`,
        );
        assert.equal(reads, LIVES * 60);
        assert.ok(handedOut >= reads, "every read is answered");
        assert.ok(shortestRestMs > 0, `a token was handed out ${-shortestRestMs} ms after its end`);
        assert.ok(longestMs <= answerMs, `a read waited ${longestMs} ms`);
        assert.equal(waitedLater, 0, "once there is a token, no read waits at all");
        // Renewed with 30 to 45 s left.
        assert.ok(length >= 1.8 * LIVES && length <= 4.4 * LIVES, `${length} requests`);
        assert.deepEqual(await run(() => tokens.stats().failures), 0);
      },
    );
  }
}

const forDays = { clock: true, skip: unlessFull };
testInPage("a lifetime of 60 days neither ends immediately nor loops", forDays, async ({ run, route, advance }) => {
  route.answer((_, number) => ({ json: { token: `token-${number}`, expires_in: (60 * DAY_MS) / 1_000 } }));
  await run(async ({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint });
    globalThis.source = tokens.source(sso);
    globalThis.received = [];
    source.subscribe((snapshot) => received.push(snapshot?.token));
    await source.getToken();
    // How often a timer is armed from here on.
    globalThis.armed = 0;
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (...args) => {
      armed++;
      return setTimeout(...args);
    };
  });
  const { nextRefreshInMs } = await run(() => tokens.stats());
  const isWithin = nextRefreshInMs >= 54 * DAY_MS && nextRefreshInMs <= 60 * DAY_MS - 60_000;
  assert.ok(isWithin, `renewed after ${nextRefreshInMs / DAY_MS} days`);
  // A timer is armed for half a minute at most: 2,880 times a day.
  await advance(DAY_MS, HOUR_MS);
  const inADay = await run(() => armed);
  assert.ok(inADay <= 2_881, `${inADay} timers in a day`);
  // Further on, beyond 2^31 ms, where a longer timer would fire at once.
  await advance(nextRefreshInMs - DAY_MS - 10_000, DAY_MS);
  assert.equal(route.requests.length, 1);
  assert.equal(await run(() => source.getToken()), "token-1");
  await advance(11_000);
  assert.equal(route.requests.length, 2);
  assert.deepEqual([...new Set(await run(() => received))].filter(Boolean), ["token-1", "token-2"]);
  await advance(30 * DAY_MS, DAY_MS);
  assert.equal(route.requests.length, 2);
  console.log(
    `# 60 days: ${route.requests.length} requests in ${Math.round(nextRefreshInMs / DAY_MS) + 30} days, ${inADay} timers armed in a day`,
  );
});

testInPage("waits for a Retry-After of 30 days", forDays, async ({ run, route, advance, settled }) => {
  route.answer([{ status: 429, headers: { "Retry-After": String((30 * DAY_MS) / 1_000) } }]);
  await run(({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint });
    note("token", tokens.source(sso).getToken());
  });
  await settled();
  await advance(60_000);
  await advance(29 * DAY_MS, DAY_MS);
  assert.equal(route.requests.length, 1);
  assert.equal(await run(() => later.token), undefined);
});

testInPage("waits and backoff of 30 days do not overflow to 1 ms", { clock: true }, async (visit) => {
  const { run, route, advance, settled } = visit;
  route.answer({ status: 503 });
  await run(
    ({ endpoint, ms }) => {
      const tokens = createTokenManager({ endpoint, retryBaseMs: ms, retryMaxMs: ms, requestTimeoutMs: ms });
      note("token", tokens.getToken(sso, { waitTimeoutMs: ms }));
    },
    { ms: 30 * DAY_MS },
  );
  await settled();
  await advance(HOUR_MS, 60_000);
  assert.equal(route.requests.length, 1);
  assert.equal(await run(() => later.token), undefined);
});
