import assert from "node:assert/strict";
import { testInPage } from "./visit.js";

/** Opens a page with a cached token and a source. */
async function prepare({ run, advance }) {
  await run(async ({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint });
    globalThis.source = tokens.source(sso);
    await source.getToken();
  });
  // Two successful requests of one key are at least a second apart.
  await advance(2_000);
}

testInPage("invalidate() drops the current token", { clock: true }, async (visit) => {
  await prepare(visit);
  const got = await visit.run(async () => {
    source.invalidate("token-1");
    const dropped = source.peek()?.token === undefined;
    return [dropped, await source.getToken(), await source.getToken()];
  });
  assert.deepEqual(got, [true, "token-2", "token-2"]);
  assert.equal(visit.route.requests.length, 2);
});

testInPage("invalidate() with another token drops nothing", { clock: true }, async (visit) => {
  await prepare(visit);
  const got = await visit.run(async () => {
    source.invalidate("token-0");
    source.invalidate("");
    return [source.peek().token, await source.getToken()];
  });
  assert.deepEqual(got, ["token-1", "token-1"]);
  assert.equal(visit.route.requests.length, 1);
});

testInPage("invalidate() without an argument drops the current token", { clock: true }, async (visit) => {
  await prepare(visit);
  const got = await visit.run(() => {
    source.invalidate();
    return source.getToken();
  });
  assert.equal(got, "token-2");
});

testInPage("a burst of invalidate() for one token sends one request", { clock: true }, async (visit) => {
  await prepare(visit);
  const got = await visit.run(async () => {
    const all = [];
    for (let count = 0; count < 50; count++) {
      source.invalidate("token-1");
      all.push(source.getToken());
    }
    const tokens = await Promise.all(all);
    for (let count = 0; count < 50; count++) source.invalidate("token-1");
    return [[...new Set(tokens)], await source.getToken()];
  });
  assert.deepEqual(got, [["token-2"], "token-2"]);
  assert.equal(visit.route.requests.length, 2);
});

testInPage("fetches a subscribed key again after invalidate()", { clock: true }, async (visit) => {
  await prepare(visit);
  await visit.run(() => {
    source.subscribe(() => {});
    source.invalidate("token-1");
  });
  await visit.settled();
  assert.equal(await visit.run(() => source.peek().token), "token-2");
});

testInPage("limits a loop of invalidate() to ten requests in a minute", { clock: true }, async (visit) => {
  await prepare(visit);
  const { run, route, advance } = visit;
  await run(() => {
    globalThis.errors = [];
    tokens.on("error", ({ error, retryInMs }) => errors.push([error.code, error.transient, retryInMs]));
    source.subscribe((snapshot) => {
      if (snapshot?.token) source.invalidate(snapshot.token);
    });
  });
  for (let second = 0; second < 40; second++) await advance(1_000);
  assert.ok(route.requests.length <= 10, `${route.requests.length} requests`);
  const [[code, transient, retryInMs]] = await run(() => errors);
  assert.deepEqual([code, transient], ["too_many_requests", true]);
  assert.ok(retryInMs > 50_000 && retryInMs <= 60_000, `${retryInMs} ms`);
});

testInPage("forceRefresh fetches a token although one is cached", { clock: true }, async (visit) => {
  await prepare(visit);
  const got = await visit.run(async () => [
    await source.getToken({ forceRefresh: false }),
    await source.getToken({ forceRefresh: true }),
    await source.getToken(),
  ]);
  assert.deepEqual(got, ["token-1", "token-2", "token-2"]);
  assert.equal(visit.route.requests.length, 2);
});

testInPage("ten concurrent calls with forceRefresh send one request", { clock: true }, async (visit) => {
  await prepare(visit);
  const got = await visit.run(() =>
    Promise.all(Array.from({ length: 10 }, () => source.getToken({ forceRefresh: true }))),
  );
  assert.deepEqual(new Set(got), new Set(["token-2"]));
  assert.equal(visit.route.requests.length, 2);
});

testInPage("a failed forced refresh rejects and keeps the cached token", { clock: true }, async (visit) => {
  await prepare(visit);
  visit.route.answer({ status: 403, json: {} });
  const [forced, plain] = await visit.run(async () => [
    await outcome(source.getToken({ forceRefresh: true })),
    await outcome(source.getToken()),
  ]);
  assert.equal(forced.error?.code, "forbidden");
  assert.deepEqual(plain, { token: "token-1" });
});

testInPage(
  "minValidityMs returns the cached token only if it is valid for that long",
  { clock: true },
  async (visit) => {
    await prepare(visit);
    await visit.advance(98_000);
    const read = (/** @type {number} */ minValidityMs) =>
      visit.run(({ minValidityMs }) => source.getToken({ minValidityMs }), { minValidityMs });
    assert.equal(await read(0), "token-1");
    assert.equal(await read(499_000), "token-1");
    assert.equal(await read(500_000), "token-1");
    assert.equal(visit.route.requests.length, 1);
    assert.equal(await read(501_000), "token-2");
    assert.equal(await read(599_000), "token-2");
    assert.equal(visit.route.requests.length, 2);
  },
);

testInPage("stats() counts reads, requests and failures", { clock: true }, async (visit) => {
  await prepare(visit);
  const { run, route, advance } = visit;
  await run(() => source.getToken());
  route.answer([{ status: 503 }, { json: { token: "new", expires_in: 600 } }]);
  await run(() => {
    // The key was read a moment ago, so this sends a request; both reads join it.
    source.invalidate();
    note("one", source.getToken());
    note("two", source.getToken());
  });
  await visit.settled();
  await advance(1_500);
  const { nextRefreshInMs, skewMs: _, ...counts } = await run(() => tokens.stats());
  assert.deepEqual(counts, { hits: 1, fetches: 3, coalesced: 2, retries: 1, failures: 1, entries: 1 });
  assert.ok(nextRefreshInMs >= 535_000 && nextRefreshInMs <= 555_000);
});
