import assert from "node:assert/strict";
import { testInPage } from "./visit.js";

const HOUR_MS = 3_600_000;
const SCOPES = ["sso", "dsync", "audit_logs"];
const WAKERS = ["focus", "pageshow", "resume", "visibilitychange", "online"];

/** Three subscribed keys, one that was read and is no longer in use, and the events that wake a page. */
async function use({ endpoint, scopes, options }) {
  globalThis.tokens = createTokenManager({ endpoint, ...options });
  globalThis.sources = scopes.map((widgetScope) => tokens.source({ ...sso, widgetScope }));
  globalThis.given = [];
  for (const source of sources) {
    source.subscribe((received) =>
      given.push({ at: Date.now(), token: received?.token, expiresAt: received?.expiresAt }),
    );
  }
  await Promise.all(sources.map((source) => source.getToken()));
  await tokens.getToken({ ...sso, widgetScope: "log_streams" });
  globalThis.wake = (type) => {
    const target = ["visibilitychange", "resume"].includes(type) ? document : globalThis;
    const isPage = type === "pageshow";
    target.dispatchEvent(isPage ? new PageTransitionEvent(type, { persisted: true }) : new Event(type));
  };
  globalThis.show = (isShown) => {
    Object.defineProperty(document, "hidden", { configurable: true, value: !isShown });
    wake("visibilitychange");
  };
}

const lasting = (_, number) => ({ json: { token: `token-${number}`, expires_in: 600 } });

/** How often each key was requested, from the n-th request on. */
function count(route, from) {
  const scopes = route.requests.slice(from).map(({ json }) => json.widgetScope);
  return Object.fromEntries(
    [...new Set(scopes)].sort().map((scope) => [scope, scopes.filter((s) => s === scope).length]),
  );
}

const ONCE = { audit_logs: 1, dsync: 1, sso: 1 };

testInPage(
  "a page hidden for eight hours fetches nothing, and each key once when it is shown",
  { clock: true },
  async (visit) => {
    const { run, route, advance, settled } = visit;
    route.answer(lasting);
    await run(use, { scopes: SCOPES });
    assert.equal(route.requests.length, 4);
    await run(() => show(false));
    await advance(8 * HOUR_MS, 60_000);
    assert.equal(route.requests.length, 4, "nothing is requested while it is hidden");
    assert.deepEqual(await run(() => sources.map((source) => source.peek()?.token)), [undefined, undefined, undefined]);
    await run(() => show(true));
    await settled();
    assert.deepEqual(count(route, 4), ONCE);
    const held = await run(() => Promise.all(sources.map((source) => source.getToken())));
    assert.deepEqual([...held].sort(), ["token-5", "token-6", "token-7"]);
    await advance(300_000);
    assert.equal(route.requests.length, 7, "and not again");
    console.log(`# hidden for 8 h: ${route.requests.length - 4} requests when shown`);
  },
);

testInPage("refreshWhileHidden renews in a hidden page", { clock: true }, async (visit) => {
  const { run, route, advance } = visit;
  route.answer(lasting);
  await run(use, { scopes: ["sso"], options: { refreshWhileHidden: true, idleAfterMs: 1_000 } });
  await run(() => show(false));
  await advance(HOUR_MS);
  const { sso: requests } = count(route, 0);
  // Renewed at the age of 540 to 555 s.
  assert.ok(requests >= 7 && requests <= 8, `${requests} requests`);
  assert.ok(await run(() => given.slice(1).every(({ at, token, expiresAt }) => !token || at < expiresAt)));
  assert.ok(await run(() => given.slice(given.findIndex(({ token }) => token)).every(({ token }) => token)));
  console.log(`# refreshWhileHidden, 1 h: ${requests} requests`);
});

testInPage("a read in a hidden page fetches only its key", { clock: true }, async (visit) => {
  const { run, route, advance, settled } = visit;
  route.answer(lasting);
  await run(use, { scopes: ["sso"] });
  await run(() => show(false));
  const before = route.requests.length;
  // Within the lead the old token is returned, and the next one fetched.
  await advance(560_000);
  assert.equal(route.requests.length, before);
  assert.equal(await run(() => sources[0].getToken()), "token-1");
  await settled();
  assert.deepEqual(count(route, before), { sso: 1 });
  assert.equal(await run(() => sources[0].getToken()), `token-${before + 1}`);
  // After expiry, a read waits for the next one.
  await advance(HOUR_MS, 60_000);
  assert.deepEqual(count(route, before), { sso: 1 });
  const reads = await run(() => Promise.all([1, 2, 3].map(() => sources[0].getToken())));
  assert.deepEqual(reads, Array(3).fill(`token-${before + 2}`));
  assert.deepEqual(count(route, before), { sso: 2 });
});

testInPage("a page hidden during a retry continues only for waiting callers", { clock: true }, async (visit) => {
  const { run, route, advance, settled } = visit;
  route.answer(lasting);
  await run(use, { scopes: ["sso", "dsync"] });
  route.answer({ status: 503 });
  await advance(560_000);
  await run(() => show(false));
  await advance(600_000);
  const before = route.requests.length;
  await run(() => note("token", sources[0].getToken()));
  await advance(120_000);
  assert.ok(count(route, before).sso >= 1);
  assert.equal(count(route, before).dsync, undefined, "nobody waits for it");
  const then = route.requests.length;
  route.answer(lasting);
  await advance(61_000);
  assert.match((await run(() => later.token)).token, /^token-/);
  assert.deepEqual(count(route, then), { sso: 1 });
  await run(() => show(true));
  await settled();
  assert.deepEqual(count(route, then), { dsync: 1, sso: 1 });
});

for (const type of WAKERS) {
  testInPage(
    `after eight hours without a timer, ${type} renews each key in use once`,
    { clock: true },
    async (visit) => {
      const { run, route, settled, sleep, advance } = visit;
      route.answer(lasting);
      await run(use, { scopes: SCOPES });
      await sleep(8 * HOUR_MS);
      await settled();
      assert.equal(route.requests.length, 4, "nothing has happened yet");
      await run(({ type }) => wake(type), { type });
      await settled();
      assert.deepEqual(count(route, 4), ONCE);
      for (let again = 0; again < 5; again++) {
        await run(({ type }) => wake(type), { type });
        await settled();
      }
      await advance(60_000);
      assert.deepEqual(count(route, 4), ONCE);
    },
  );
}

for (const how of ["the timers late", "no timers"]) {
  for (const order of [WAKERS, WAKERS.toReversed()]) {
    testInPage(
      `all wake-ups together, starting with ${order[0]}, with ${how}, and reads between them, renew each key once`,
      { clock: true },
      async (visit) => {
        const { run, route, settled, sleep, ringLate, advance } = visit;
        route.answer(lasting);
        await run(use, { scopes: SCOPES });
        if (how === "no timers") await sleep(8 * HOUR_MS);
        else await ringLate(8 * HOUR_MS);
        const read = await run(
          async ({ order }) => {
            const reads = [];
            for (let round = 0; round < 3; round++) {
              for (const type of order) {
                wake(type);
                for (const source of sources) reads.push(source.getToken());
                await task();
              }
            }
            return Promise.all(reads);
          },
          { order },
        );
        await settled();
        assert.deepEqual(count(route, 4), ONCE);
        assert.equal(read.length, 45);
        assert.deepEqual([...new Set(read)].sort(), ["token-5", "token-6", "token-7"]);
        await advance(60_000);
        assert.deepEqual(count(route, 4), ONCE);
      },
    );
  }
}

testInPage("page events fetch nothing when nothing is due", { clock: true }, async (visit) => {
  const { run, route, advance } = visit;
  route.answer(lasting);
  await run(use, { scopes: SCOPES });
  for (let minute = 0; minute < 8; minute++) {
    await advance(60_000);
    await run(
      ({ types }) => {
        for (const type of [...types, ...types]) wake(type);
        show(false);
        show(true);
      },
      { types: WAKERS },
    );
  }
  await visit.settled();
  assert.equal(route.requests.length, 4);
});

testInPage("page events with a failing route keep its backoff", { clock: true }, async (visit) => {
  const { run, route, settled, sleep } = visit;
  route.answer(lasting);
  await run(use, { scopes: SCOPES });
  route.answer({ status: 503, headers: { "Retry-After": "30" } });
  await sleep(8 * HOUR_MS);
  for (let again = 0; again < 10; again++) {
    await run(
      ({ types }) => {
        for (const type of types) wake(type);
      },
      { types: WAKERS },
    );
    await settled();
  }
  // All were sent before the first was answered.
  assert.deepEqual(count(route, 4), ONCE);
});
