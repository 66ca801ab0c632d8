import assert from "node:assert/strict";
import { isFull } from "../../extent.js";
import { createGate } from "./route.js";
import { httpDate } from "./tokens.js";
import { testInPage } from "./visit.js";

const HOUR_MS = 3_600_000;
const LIFE_MS = 600_000;
const SCOPES = ["sso", "dsync", "audit_logs"];

/** A lifetime of ten minutes by the route's clock, encoded in the token's text for the test. */
function grant(now, scope = "sso") {
  const endsAt = now + LIFE_MS;
  const json = { token: `${scope}|${endsAt}`, expires_at: new Date(endsAt).toISOString() };
  return { json, headers: { Date: httpDate(now) } };
}

/** Which of these tokens have expired by the route's clock. */
const over = (tokens, now) => tokens.filter((token) => Number(token?.split("|")[1]) <= now);

/** @type {[string, number, number][]} */
const CHANGES = [
  ["is set back by an hour", 0, -1],
  ["is set forward by an hour", 0, 1],
  ["is an hour fast, and is corrected", 1, -1],
  ["is an hour slow, and is corrected", -1, 1],
  ["is an hour fast, and set forward by another", 1, 1],
];

for (const [what, ahead, change] of isFull ? CHANGES : CHANGES.slice(0, 2)) {
  for (const at of isFull ? [240_000, 535_000] : [535_000]) {
    testInPage(
      `a clock that ${what} ${at / 1_000} s later never leads to an expired token`,
      { clock: true, clockAheadMs: ahead * HOUR_MS },
      async (visit) => {
        const { run, route, advance, now, settled, setClock } = visit;
        /** @type {Record<string, number[]>} when each key was requested, by the route's clock */
        const asked = Object.fromEntries(SCOPES.map((scope) => [scope, []]));
        route.answer(({ json }) => {
          asked[json.widgetScope].push(now());
          return grant(now(), json.widgetScope);
        });
        await run(
          async ({ endpoint, scopes }) => {
            const tokens = createTokenManager({ endpoint });
            globalThis.sources = scopes.map((widgetScope) => tokens.source({ ...sso, widgetScope }));
            globalThis.given = [];
            // Two keys are subscribed to, and all are read.
            for (const source of sources.slice(1))
              source.subscribe((received) => received?.token && given.push(received.token));
            await Promise.all(sources.map((source) => source.getToken()));
          },
          { scopes: SCOPES },
        );
        let handedOut = 0;
        const look = async () => {
          const tokens = await run(async () => {
            const peeked = sources.map((source) => source.peek()?.token).filter(Boolean);
            const read = await Promise.all(sources.map((source) => source.getToken()));
            return [...given.splice(0), ...peeked, ...read];
          });
          handedOut += tokens.length;
          assert.deepEqual(over(tokens, now()), [], `at ${new Date(now()).toISOString()}`);
        };
        const start = now();
        while (now() - start < at) {
          await advance(5_000);
          await look();
        }
        const before = route.requests.length;
        await setClock(change * HOUR_MS);
        await look();
        await settled();
        await look();
        while (now() - start < 40 * 60_000) {
          await advance(5_000);
          await look();
        }
        const changedAt = start + at;
        let extra = 0;
        for (const [scope, times] of Object.entries(asked)) {
          const gaps = times.slice(1).map((time, index) => ({ from: times[index], ms: time - times[index] }));
          for (const { ms } of gaps) assert.ok(ms <= 565_000, `${scope} is renewed at the age of ${ms} ms`);
          const early = gaps.filter(({ ms }) => ms < 535_000);
          extra += early.length;
          const isForward = change > 0;
          assert.ok(early.length <= (isForward ? 1 : 0), `${early.length} early requests for ${scope}`);
          // A timer is armed for half a minute at most, so the change is noticed by then.
          for (const { from, ms } of early) assert.ok(from + ms - changedAt <= 31_000, "and it arrives at once");
        }
        console.log(
          `# clock ${what} at ${at / 1_000} s: ${route.requests.length} requests in 40 min (${before} before), ` +
            `${extra} early; ${handedOut} tokens handed out`,
        );
      },
    );
  }
}

for (const change of [-1, 1]) {
  const what = change < 0 ? "back" : "forward";

  testInPage(`a clock set ${what} during a request costs one more at most`, { clock: true }, async (visit) => {
    const { run, route, advance, now, settled, setClock } = visit;
    const gate = createGate();
    route.answer((_, number) => ({ ...grant(now()), hold: number === 1 ? gate.opened : undefined }));
    await run(({ endpoint }) => {
      globalThis.source = createTokenManager({ endpoint }).source(sso);
      note("token", source.getToken());
      source.subscribe(() => {});
    });
    await route.arrived(1);
    await setClock(change * HOUR_MS);
    gate.open();
    await settled();
    await advance(2_000);
    const { token } = await run(() => later.token);
    assert.deepEqual(over([token], now()), []);
    assert.ok(route.requests.length <= (change > 0 ? 2 : 1), `${route.requests.length} requests`);
    await advance(60_000);
    assert.ok(route.requests.length <= (change > 0 ? 2 : 1), `${route.requests.length} requests`);
    assert.deepEqual(over([await run(() => source.getToken())], now()), []);
  });
}

testInPage("a clock set back does not prolong the backoff", { clock: true }, async (visit) => {
  const { run, route, advance, now, settled, setClock } = visit;
  route.answer((_, number) => (number === 1 ? { status: 503, headers: { "Retry-After": "40" } } : grant(now())));
  await run(({ endpoint }) => note("token", createTokenManager({ endpoint }).source(sso).getToken()));
  await settled();
  await setClock(-HOUR_MS);
  await advance(39_900);
  assert.equal(route.requests.length, 1);
  await advance(40_200);
  assert.equal(route.requests.length, 2);
  assert.ok((await run(() => later.token)).token);
});

testInPage("a clock set back does not stop a wait from ending", { clock: true }, async (visit) => {
  const { run, route, advance, settled, setClock } = visit;
  route.answer({ status: 503 });
  await run(({ endpoint }) => note("token", createTokenManager({ endpoint }).getToken(sso)));
  await settled();
  await advance(10_000);
  await setClock(-HOUR_MS);
  await advance(20_100);
  assert.equal((await run(() => later.token)).error.code, "server_error");
});

testInPage(
  "an old token does not return when a clock that was set back repeats a time",
  { clock: true },
  async (visit) => {
    const { run, route, advance, now, setClock } = visit;
    route.answer(() => grant(now()));
    await run(async ({ endpoint }) => {
      globalThis.tokens = createTokenManager({ endpoint });
      await tokens.getToken(sso);
      // For a moment, reads are now answered from the lease.
      await tokens.getToken(sso);
      Object.defineProperty(document, "hidden", { configurable: true, value: true });
      document.dispatchEvent(new Event("visibilitychange"));
      await tokens.getToken(sso);
    });
    await setClock(-HOUR_MS);
    await advance(HOUR_MS - 1_000, 60_000);
    // Each read separately: any of them may be the first.
    await advance(1_300);
    const read = await run(() => tokens.getToken(sso));
    assert.deepEqual(over([read], now()), []);
    assert.equal(route.requests.length, 2);
  },
);
