import assert from "node:assert/strict";
import { createGate } from "./route.js";
import { testCasesInPage, testInPage } from "./visit.js";

const ENDINGS = [
  { call: "clear()", act: "tokens.clear()", code: "cleared" },
  { call: "setUser() of another user", act: "tokens.setUser('user_2')", code: "cleared" },
  { call: "setUser(null)", act: "tokens.setUser(null)", code: "cleared" },
  { call: "dispose()", act: "tokens.dispose()", code: "disposed" },
];

/** @type {[call: string, typeof ENDINGS[number]][]} */
const EACH = ENDINGS.map((ending) => [ending.call, ending]);

testCasesInPage("aborts the pending request and rejects its callers", {}, EACH, async (visit, { act, code }) => {
  const { run, route } = visit;
  const gate = createGate();
  route.answer({ json: { token: "late" }, hold: gate.opened });
  await run(({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint, user: "user_1" });
    globalThis.source = tokens.source(sso);
    note("one", tokens.getToken(sso));
    note("two", source.getToken());
  });
  const request = await route.arrived(1);
  const got = await run(
    async ({ act }) => {
      new Function(act)();
      await task();
      return { ...later, peeked: source.peek()?.error?.code };
    },
    { act },
  );
  assert.equal(got.one?.error?.code, code);
  assert.equal(got.two?.error?.code, code);
  assert.equal(got.one.error.transient, false);
  assert.equal(got.peeked, code === "disposed" ? code : undefined);
  assert.equal(await request.ended, true, "the server sees the connection closed");
  gate.open();
});

testCasesInPage("neither returns nor caches a late token", {}, EACH, async (visit, { act, code }) => {
  const { run, route } = visit;
  const gate = createGate();
  route.answer([
    { json: { token: "late", expires_in: 600 }, hold: gate.opened },
    { json: { token: "new", expires_in: 600 } },
  ]);
  await run(({ endpoint }) => {
    later.arrived = false;
    // Such a fetch cannot be aborted: its reply arrives in any case.
    const stubborn = async (url, { signal: _, ...init }) => {
      const response = await fetch(url, init);
      later.arrived = true;
      return response;
    };
    globalThis.tokens = createTokenManager({ endpoint, user: "user_1", fetch: stubborn });
    globalThis.source = tokens.source(sso);
    globalThis.events = [];
    tokens.on("token", () => events.push("token"));
    note("one", source.getToken());
  });
  await route.arrived(1);
  await run(({ act }) => new Function(act)(), { act });
  gate.open();
  const got = await run(async () => {
    await until(() => later.arrived);
    await task();
    await task();
    const received = { one: later.one?.error?.code, peeked: source.peek()?.token, events: [...events] };
    return { ...received, next: await outcome(source.getToken()) };
  });
  assert.equal(got.one, code);
  assert.equal(got.peeked, undefined);
  assert.deepEqual(got.events, []);
  if (code === "disposed") assert.equal(got.next.error?.code, "disposed");
  else assert.deepEqual(got.next, { token: "new" });
});

testCasesInPage("drops the cached token, and notifies subscribers", {}, EACH, async (visit, given) => {
  const { run, route } = visit;
  const { call, act, code } = given;
  const got = await run(
    async ({ endpoint, act }) => {
      globalThis.tokens = createTokenManager({ endpoint, user: "user_1" });
      const source = tokens.source(sso);
      await source.getToken();
      const seen = [];
      source.subscribe((snapshot) => seen.push(snapshot?.token ?? snapshot?.status ?? "nothing"));
      new Function(act)();
      return { seen, token: source.peek()?.token ?? "none" };
    },
    { act },
  );
  assert.equal(got.token, "none");
  if (code === "disposed") return;
  const next = call === "setUser() of another user" ? "loading" : "nothing";
  assert.deepEqual(got.seen, ["token-1", next]);
  if (next === "loading") await route.arrived(2);
  else assert.equal(route.requests.length, 1);
});

testCasesInPage(
  "rejects callers that wait through an outage, and accepts new ones",
  { clock: true },
  EACH.filter(([, { code }]) => code === "cleared"),
  async (visit, { act }) => {
    const { run, route, advance, settled } = visit;
    route.answer([{ status: 503 }, { json: { token: "new", expires_in: 600 } }]);
    await run(({ endpoint }) => {
      globalThis.tokens = createTokenManager({ endpoint, user: "user_1" });
      globalThis.source = tokens.source(sso);
      note("one", source.getToken());
    });
    await settled();
    const one = await run(
      async ({ act }) => {
        new Function(act)();
        await task();
        return later.one;
      },
      { act },
    );
    assert.equal(one?.error?.code, "cleared");
    await advance(120_000);
    assert.equal(route.requests.length, 1, "nothing is sent without a caller");
    assert.deepEqual(await run(() => outcome(source.getToken())), { token: "new" });
    await run(() => tokens.dispose());
  },
);

testInPage("setUser() with the same user changes nothing", {}, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint, user: "user_1" });
    const held = await tokens.getToken(sso);
    tokens.setUser("user_1");
    return held === (await tokens.getToken(sso));
  });
  assert.equal(got, true);
  assert.equal(route.requests.length, 1);
});

for (const nobody of [null, undefined]) {
  testInPage(`setUser(${nobody}) clears, whoever was signed in before`, {}, async ({ run, route }) => {
    route.answer((_, number) => ({ json: { token: `token-${number}`, expires_in: 600 } }));
    const got = await run(
      async ({ endpoint, isNull }) => {
        const tokens = createTokenManager({ endpoint });
        const source = tokens.source(sso);
        const held = await source.getToken();
        tokens.setUser(isNull ? null : undefined);
        return [held, source.peek()];
      },
      { isNull: nobody === null },
    );
    assert.deepEqual(got, ["token-1", undefined]);
    assert.equal(route.requests.length, 1);
  });
}

testInPage("dispose() notifies subscribers", {}, async ({ run, route }) => {
  route.answer({ json: { token: "held", expires_in: 600 } });
  const received = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const source = tokens.source(sso);
    const received = [];
    source.subscribe((snapshot) => received.push([snapshot?.status, snapshot?.error?.code, snapshot?.token]));
    await source.getToken();
    await task();
    tokens.dispose();
    tokens.dispose();
    return received;
  });
  assert.deepEqual(received.slice(-2), [
    ["ready", undefined, "held"],
    ["failed", "disposed", undefined],
  ]);
});

testInPage("setUser() with the same user after clear() fetches subscribed keys", { clock: true }, async (visit) => {
  const { run, route, advance } = visit;
  await run(async ({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint, user: "user_1" });
    globalThis.source = tokens.source(sso);
    source.subscribe(() => {});
    await source.getToken();
    tokens.clear();
  });
  await advance(10_000);
  assert.equal(route.requests.length, 1, "nothing is fetched without a user");
  await run(() => tokens.setUser("user_1"));
  await advance(2_000);
  assert.equal(route.requests.length, 2, "clear() equals setUser(null), so user_1 is another user afterwards");
  assert.equal(await run(() => source.peek()?.token), "token-2");
});

testInPage(
  "a disposed manager rejects every call, sends nothing, and may be disposed again",
  {},
  async ({ run, route }) => {
    const got = await run(async ({ endpoint }) => {
      const tokens = createTokenManager({ endpoint });
      const source = tokens.source(sso);
      await source.getToken();
      const { fetches } = tokens.stats();
      tokens.dispose();
      tokens.dispose();
      const other = { ...sso, widgetScope: "dsync" };
      const asked = [
        tokens.getToken(sso),
        tokens.getToken(sso, { forceRefresh: true }),
        source.getToken(),
        tokens.getToken(other),
      ];
      const outcomes = await Promise.all(asked.map(outcome));
      source.subscribe(() => {})();
      source.invalidate();
      tokens.on("token", () => {})();
      tokens.setUser("user_2");
      tokens.clear();
      return {
        codes: outcomes.map(({ token, error }) => token ?? error.code),
        peeked: source.peek().error.code,
        same: tokens.stats().fetches === fetches,
        bySymbol: Symbol.dispose ? typeof tokens[Symbol.dispose] : "function",
      };
    });
    assert.deepEqual(got, { codes: Array(4).fill("disposed"), peeked: "disposed", same: true, bySymbol: "function" });
    assert.equal(route.requests.length, 1);
  },
);

testInPage("ending one manager does not affect another", {}, async ({ run }) => {
  const got = await run(async ({ endpoint }) => {
    const [one, other] = [createTokenManager({ endpoint }), createTokenManager({ endpoint })];
    const calls = [outcome(one.getToken(sso)), outcome(other.getToken(sso))];
    one.dispose();
    const [first, second] = await Promise.all(calls);
    return [first.error?.code, second.token, await other.getToken(sso)];
  });
  assert.equal(got[0], "disposed");
  assert.match(got[1], /^token-/);
  assert.equal(got[1], got[2]);
});
