import assert from "node:assert/strict";
import { createGate } from "./route.js";
import { testInPage } from "./visit.js";

testInPage(
  "a subscriber is called immediately and on each change, never twice with one state",
  {},
  async ({ run, route }) => {
    const gate = createGate();
    route.answer({ json: { token: "good", expires_in: 600 }, hold: gate.opened });
    const first = await run(({ endpoint }) => {
      globalThis.source = createTokenManager({ endpoint }).source(sso);
      globalThis.seen = [];
      source.subscribe((snapshot) => seen.push(snapshot));
      return seen.map((snapshot) => snapshot?.status ?? "nothing");
    });
    // The subscription causes the fetch, so the state before it may be notified, too.
    assert.deepEqual(
      first.filter((status) => status !== "nothing"),
      ["loading"],
      "before subscribe() returns",
    );
    gate.open();
    const all = await run(async () => {
      await until(() => source.peek().status === "ready");
      const received = seen.filter((snapshot) => snapshot !== undefined);
      const statuses = received.map(({ status }) => status);
      return { statuses, repeats: seen.length - new Set(seen).size, last: received.at(-1) === source.peek() };
    });
    assert.deepEqual(all, { statuses: ["loading", "ready"], repeats: 0, last: true });
  },
);

testInPage("a second subscriber is called once immediately, the first one is not", {}, async ({ run }) => {
  const got = await run(async ({ endpoint }) => {
    const source = createTokenManager({ endpoint }).source(sso);
    await source.getToken();
    const calls = [];
    source.subscribe(({ status }) => calls.push(`first ${status}`));
    source.subscribe(({ status }) => calls.push(`second ${status}`));
    return calls;
  });
  assert.deepEqual(got, ["first ready", "second ready"]);
});

testInPage("unsubscribing stops the calls, and is harmless twice", { clock: true }, async ({ run, advance }) => {
  const got = await run(async ({ endpoint }) => {
    globalThis.calls = { a: 0, b: 0 };
    globalThis.source = createTokenManager({ endpoint }).source(sso);
    await source.getToken();
    const a = source.subscribe(() => calls.a++);
    source.subscribe(() => calls.b++);
    a();
    a();
    return { ...calls };
  });
  await advance(2_000);
  await run(() => source.invalidate());
  await advance(2_000);
  const now = await run(() => calls);
  assert.equal(now.a, got.a);
  assert.ok(now.b > got.b, "the other subscription remains");
});

testInPage("a function subscribed twice has two subscriptions", {}, async ({ run }) => {
  const got = await run(async ({ endpoint }) => {
    const source = createTokenManager({ endpoint }).source(sso);
    await source.getToken();
    let calls = 0;
    const listener = () => calls++;
    const [first] = [source.subscribe(listener), source.subscribe(listener)];
    const atOnce = calls;
    first();
    calls = 0;
    source.invalidate();
    return { atOnce, after: calls };
  });
  assert.deepEqual(got, { atOnce: 2, after: 1 });
});

testInPage(
  "peek() is undefined before the first read, then the same object until a change",
  {},
  async ({ run, route }) => {
    const gate = createGate();
    route.answer({ json: { token: "good", expires_in: 600 }, hold: gate.opened });
    const before = await run(({ endpoint }) => {
      globalThis.source = createTokenManager({ endpoint }).source(sso);
      const nothing = source.peek();
      note("token", source.getToken());
      globalThis.loading = source.peek();
      return {
        nothing: nothing === undefined,
        status: loading.status,
        same: loading === source.peek(),
        frozen: Object.isFrozen(loading),
      };
    });
    assert.deepEqual(before, { nothing: true, status: "loading", same: true, frozen: true });
    gate.open();
    const after = await run(async () => {
      await until(() => later.token);
      const ready = source.peek();
      await source.getToken();
      await source.getToken();
      return { status: ready.status, changed: ready !== loading, same: ready === source.peek() };
    });
    assert.deepEqual(after, { status: "ready", changed: true, same: true });
  },
);

testInPage("peek() fetches nothing", { clock: true }, async ({ run, route, advance }) => {
  await run(({ endpoint }) => {
    globalThis.source = createTokenManager({ endpoint }).source(sso);
    for (let count = 0; count < 100; count++) source.peek();
  });
  await advance(60_000);
  assert.equal(await run(() => source.peek() === undefined), true);
  assert.equal(route.requests.length, 0);
});

testInPage(
  "events contain keys and numbers, but no token",
  { clock: true },
  async ({ run, route, advance, settled }) => {
    route.answer([{ status: 503 }, { json: { token: "very-secret-token", expires_in: 600 } }]);
    await run(({ endpoint }) => {
      const tokens = createTokenManager({ endpoint });
      globalThis.events = [];
      for (const name of ["token", "retry", "error"]) tokens.on(name, (event) => events.push([name, event]));
      note("token", tokens.source(sso).getToken());
    });
    await settled();
    await advance(1_100);
    const events = await run(() =>
      events.map(([name, event]) => [name, { ...event, error: event.error && report(event.error) }]),
    );
    assert.deepEqual(
      events.map(([name]) => name),
      ["error", "retry", "token"],
    );
    const [[, error], [, retry], [, token]] = events;
    assert.equal(error.error.code, "server_error");
    assert.ok(error.retryInMs >= 500 && error.retryInMs <= 1_000);
    assert.equal(retry.attempt, 2);
    assert.equal(token.lifetimeMs, 600_000);
    assert.ok(token.refreshInMs >= 535_000 && token.refreshInMs <= 555_000);
    for (const [, { key }] of events) assert.deepEqual(key, { organizationId: "org_1", widgetScope: "sso" });
    assert.ok(!JSON.stringify(events).includes("very-secret-token"));
  },
);
