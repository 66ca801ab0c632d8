import assert from "node:assert/strict";
import { createGate } from "./route.js";
import { testInPage } from "./visit.js";

const good = { json: { token: "good", expires_in: 600 } };
const gone = { status: 503, json: { error: "down" } };

testInPage(
  "getToken(key) gives up after 30 s with the last error",
  { clock: true },
  async ({ run, route, advance, settled }) => {
    route.answer((_, number) => ({ status: 503, json: { error: `down ${number}` } }));
    await run(({ endpoint }) => note("token", createTokenManager({ endpoint }).getToken(sso)));
    await settled();
    for (let second = 1; second < 30; second++) await advance(1_000);
    assert.equal(await run(() => later.token), undefined, "it waits for 29 s");
    await advance(1_000);
    const { error } = await run(() => later.token);
    assert.equal(error.code, "server_error");
    assert.equal(error.status, 503);
    assert.equal(error.description, `down ${route.requests.length}`);
    assert.equal(error.attempts, route.requests.length);
  },
);

testInPage(
  "sends nothing after the last caller's wait has ended",
  { clock: true },
  async ({ run, route, advance, settled }) => {
    route.answer(gone);
    await run(({ endpoint }) => note("token", createTokenManager({ endpoint }).getToken(sso)));
    await settled();
    await advance(30_000);
    const { length } = route.requests;
    await advance(300_000);
    assert.equal(route.requests.length, length);
  },
);

testInPage("waitTimeoutMs: 0 rejects with the first error", { clock: true }, async ({ run, route }) => {
  route.answer(gone);
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint, waitTimeoutMs: 0 });
    return [await outcome(tokens.getToken(sso)), await outcome(tokens.getToken({ ...sso, widgetScope: "dsync" }, {}))];
  });
  assert.deepEqual(
    got.map(({ error }) => [error.code, error.status, error.attempts]),
    [
      ["server_error", 503, 1],
      ["server_error", 503, 1],
    ],
  );
});

testInPage(
  "waitTimeoutMs of a call overrides that of the manager",
  { clock: true },
  async ({ run, route, advance, settled }) => {
    route.answer(gone);
    await run(({ endpoint }) => {
      const tokens = createTokenManager({ endpoint, waitTimeoutMs: 100_000 });
      note("short", tokens.getToken(sso, { waitTimeoutMs: 5_000 }));
      note("source", tokens.source(sso).getToken({ waitTimeoutMs: 8_000 }));
      note("long", tokens.getToken(sso));
    });
    await settled();
    const waiting = () => run(() => ["short", "source", "long"].filter((name) => !later[name]));
    await advance(4_900);
    assert.deepEqual(await waiting(), ["short", "source", "long"]);
    await advance(200);
    assert.deepEqual(await waiting(), ["source", "long"]);
    await advance(3_000);
    assert.deepEqual(await waiting(), ["long"]);
    for (let second = 8; second < 99; second++) await advance(1_000);
    assert.deepEqual(await waiting(), ["long"]);
    await advance(2_000);
    assert.deepEqual(await waiting(), []);
  },
);

testInPage(
  "a source's getToken waits through ten minutes of outage",
  { clock: true },
  async ({ run, route, advance, settled }) => {
    route.answer(gone);
    await run(({ endpoint }) => note("token", createTokenManager({ endpoint }).source(sso).getToken()));
    await settled();
    await advance(600_000);
    assert.equal(await run(() => later.token), undefined);
    // Pauses of half a minute to a minute, after the first five.
    assert.ok(route.requests.length >= 12 && route.requests.length <= 26, `${route.requests.length} requests`);
    route.answer(good);
    await advance(60_000);
    assert.deepEqual(await run(() => later.token), { token: "good" });
  },
);

testInPage(
  "waitTimeoutMs: Infinity waits as a source does",
  { clock: true },
  async ({ run, route, advance, settled }) => {
    route.answer(gone);
    await run(({ endpoint }) => note("token", createTokenManager({ endpoint, waitTimeoutMs: Infinity }).getToken(sso)));
    await settled();
    await advance(300_000);
    assert.equal(await run(() => later.token), undefined);
    route.answer(good);
    await advance(61_000);
    assert.deepEqual(await run(() => later.token), { token: "good" });
  },
);

for (const how of /** @type {const} */ (["never comes", "stalls half-way"])) {
  testInPage(
    `a reply that ${how} times out after 10 s, and is retried`,
    { clock: true },
    async ({ run, page, route }) => {
      const gate = createGate();
      route.answer([how === "never comes" ? { ...good, hold: gate.opened } : { ...good, stall: true }, good]);
      await run(({ endpoint }) => {
        const tokens = createTokenManager({ endpoint });
        tokens.on("error", ({ error }) => {
          later.error = report(error);
        });
        note("token", tokens.source(sso).getToken());
      });
      const request = await route.arrived(1);
      await page.clock.runFor(9_900);
      assert.equal(await run(() => later.error), undefined);
      await page.clock.runFor(200);
      const { code, transient, attempts } = await run(() => later.error);
      assert.deepEqual({ code, transient, attempts }, { code: "timeout", transient: true, attempts: 1 });
      assert.equal(await request.ended, true, "the connection is closed");
      await page.clock.runFor(1_000);
      await run(async () => until(() => later.token));
      assert.deepEqual(await run(() => later.token), { token: "good" });
      gate.open();
    },
  );
}

testInPage(
  "a wait that ends during a hung request reports one attempt",
  { clock: true },
  async ({ run, page, route }) => {
    const gate = createGate();
    route.answer({ ...good, hold: gate.opened });
    await run(({ endpoint }) =>
      note("token", createTokenManager({ endpoint }).getToken(sso, { waitTimeoutMs: 5_000 })),
    );
    await route.arrived(1);
    await page.clock.runFor(5_001);
    const { error } = await run(async () => {
      await task();
      return later.token;
    });
    assert.equal(error.code, "timeout");
    assert.equal(error.attempts, 1, "one request had been made");
  },
);

testInPage(
  "a wait that ends during a hung retry rejects with the last error",
  { clock: true },
  async ({ run, page, route, settled }) => {
    const gate = createGate();
    route.answer([gone, { ...good, hold: gate.opened }]);
    await run(({ endpoint }) => {
      note("token", createTokenManager({ endpoint, requestTimeoutMs: 120_000 }).getToken(sso));
    });
    await settled();
    await page.clock.runFor(1_001);
    await route.arrived(2);
    await page.clock.runFor(29_000);
    const { error } = await run(async () => {
      await task();
      return later.token;
    });
    assert.equal(error.code, "server_error");
    assert.equal(error.status, 503);
    assert.equal(error.description, "down");
  },
);
