import assert from "node:assert/strict";
import { createGate } from "./route.js";
import { testInPage } from "./visit.js";

testInPage("an already aborted signal sends no request", {}, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const signal = AbortSignal.abort(new Error("my reason"));
    return Promise.all([outcome(tokens.getToken(sso, { signal })), outcome(tokens.source(sso).getToken({ signal }))]);
  });
  for (const { error } of got) {
    assert.equal(error.code, "aborted");
    assert.equal(error.isTokenError, true);
    assert.equal(error.transient, false);
    assert.equal(error.cause, "Error: my reason");
    assert.deepEqual(error.key, { organizationId: "org_1", widgetScope: "sso" });
  }
  assert.equal(route.requests.length, 0);
});

testInPage("an aborted signal rejects even with a cached token", {}, async ({ run }) => {
  const { error } = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    await tokens.getToken(sso);
    return outcome(tokens.getToken(sso, { signal: AbortSignal.abort() }));
  });
  assert.equal(error?.code, "aborted");
});

testInPage(
  "of two callers, one aborts and rejects immediately, and the other gets its token",
  {},
  async ({ run, route }) => {
    const gate = createGate();
    route.answer({ json: { token: "good", expires_in: 600 }, hold: gate.opened });
    await run(({ endpoint }) => {
      const tokens = createTokenManager({ endpoint });
      globalThis.control = new AbortController();
      note("one", tokens.getToken(sso, { signal: control.signal }));
      note("two", tokens.getToken(sso));
    });
    const request = await route.arrived(1);
    const one = await run(async () => {
      control.abort();
      await task();
      return later.one;
    });
    assert.equal(one?.error?.code, "aborted");
    assert.equal(request.isCut, false);
    gate.open();
    const two = await run(async () => {
      await until(() => later.two);
      return later.two;
    });
    assert.deepEqual(two, { token: "good" });
    assert.equal(await request.ended, false, "the request was not aborted");
  },
);

testInPage("the last abort aborts the request", { clock: true }, async ({ run, route, advance }) => {
  const gate = createGate();
  route.answer([{ json: { token: "late" }, hold: gate.opened }, { json: { token: "new" } }]);
  await run(({ endpoint }) => {
    globalThis.source = createTokenManager({ endpoint }).source(sso);
    globalThis.controls = [new AbortController(), new AbortController()];
    for (const { signal } of controls)
      note(`caller ${controls.findIndex((one) => one.signal === signal)}`, source.getToken({ signal }));
  });
  const request = await route.arrived(1);
  const received = await run(async () => {
    for (const control of controls) control.abort();
    await task();
    return [later["caller 0"]?.error?.code, later["caller 1"]?.error?.code, source.peek() === undefined];
  });
  assert.deepEqual(received, ["aborted", "aborted", true]);
  assert.equal(await request.ended, true, "the server sees the connection closed");
  gate.open();
  await advance(120_000);
  assert.equal(route.requests.length, 1, "no further request is sent without a caller");
  assert.deepEqual(await run(() => outcome(source.getToken())), { token: "new" });
});

testInPage("a subscriber keeps the request when its last caller aborts", {}, async ({ run, route }) => {
  const gate = createGate();
  route.answer({ json: { token: "good", expires_in: 600 }, hold: gate.opened });
  await run(({ endpoint }) => {
    globalThis.source = createTokenManager({ endpoint }).source(sso);
    globalThis.control = new AbortController();
    source.subscribe(() => {});
    note("one", source.getToken({ signal: control.signal }));
  });
  const request = await route.arrived(1);
  await run(() => control.abort());
  gate.open();
  assert.equal(await request.ended, false);
  await run(() => until(() => source.peek().token === "good"));
  assert.equal(await run(() => later.one.error.code), "aborted");
});

testInPage(
  "aborting the last forced refresh aborts the request and keeps the token",
  { clock: true },
  async ({ run, page, route, settled }) => {
    const gate = createGate();
    route.answer([{ json: { token: "good", expires_in: 600 } }, { json: { token: "forced" }, hold: gate.opened }]);
    await run(async ({ endpoint }) => {
      globalThis.tokens = createTokenManager({ endpoint });
      await tokens.getToken(sso);
    });
    await page.clock.runFor(2_000);
    await run(() => {
      globalThis.control = new AbortController();
      note("one", tokens.getToken(sso, { forceRefresh: true, signal: control.signal }));
    });
    const request = await route.arrived(2);
    const got = await run(async () => {
      control.abort();
      await task();
      return [later.one?.error?.code, tokens.source(sso).peek().token, tokens.source(sso).peek().status];
    });
    const ended = await Promise.race([request.ended, settledWithin(page)]);
    gate.open();
    await settled();
    assert.deepEqual(got.slice(0, 2), ["aborted", "good"]);
    assert.equal(ended, true, "nobody waits any more");
  },
);

/**
 * Gives an abort the time that five further requests take to reach the server and return.
 *
 * @param {import("playwright-core").Page} page
 */
async function settledWithin(page) {
  for (let count = 0; count < 5; count++) await page.request.get(new URL("/page.js", page.url()).href);
  return "still in flight";
}

testInPage(
  "an abort during the backoff stops the retries",
  { clock: true },
  async ({ run, route, advance, settled }) => {
    route.answer({ status: 503 });
    await run(({ endpoint }) => {
      globalThis.control = new AbortController();
      note("one", createTokenManager({ endpoint }).source(sso).getToken({ signal: control.signal }));
    });
    await settled();
    const one = await run(async () => {
      control.abort("enough");
      await task();
      return later.one;
    });
    assert.equal(one?.error?.code, "aborted");
    assert.equal(one.error.cause, "enough");
    await advance(300_000);
    assert.equal(route.requests.length, 1);
  },
);

testInPage("an abort after the result does nothing", {}, async ({ run }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const control = new AbortController();
    const token = await tokens.getToken(sso, { signal: control.signal });
    control.abort();
    return [token, await tokens.getToken(sso)];
  });
  assert.deepEqual(got, ["token-1", "token-1"]);
});
