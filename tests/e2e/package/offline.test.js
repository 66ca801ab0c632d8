import assert from "node:assert/strict";
import { testInPage } from "./visit.js";

const lasting = (_, number) => ({ json: { token: `token-${number}`, expires_in: 600 } });

/** Switches the network, and waits for the browser's own event. */
async function setOffline({ context, run, settled }, isOffline) {
  await run(
    ({ isOffline }) => {
      globalThis.switched = undefined;
      const note = (event) => {
        globalThis.switched = event.isTrusted;
      };
      addEventListener(isOffline ? "offline" : "online", note, { once: true });
    },
    { isOffline },
  );
  await context.setOffline(isOffline);
  assert.equal(await run(() => until(() => globalThis.switched !== undefined).then(() => switched)), true);
  await settled();
}

testInPage(
  "offline, a call without a wait rejects, and a waiting call resolves once the browser is online",
  { clock: true },
  async (visit) => {
    const { run, route, advance, settled } = visit;
    route.answer(lasting);
    await setOffline(visit, true);
    await run(({ endpoint }) => {
      const tokens = createTokenManager({ endpoint });
      globalThis.source = tokens.source({ ...sso, widgetScope: "dsync" });
      note("impatient", tokens.getToken(sso, { waitTimeoutMs: 0 }));
      note("waiting", source.getToken());
      note(
        "subscribed",
        new Promise((resolve) => source.subscribe((received) => received?.token && resolve(received.token))),
      );
    });
    await settled();
    const { error } = await run(() => later.impatient);
    assert.deepEqual(
      [error.isTokenError, error.code, error.transient, error.attempts, error.status],
      [true, "offline", true, 1, undefined],
    );
    await advance(300_000);
    assert.deepEqual(await run(() => [source.peek().status, source.peek().error.code]), ["retrying", "offline"]);
    assert.equal(await run(() => later.waiting), undefined);
    assert.equal(route.requests.length, 0);
    // The page clock stands still from here on: the rest of the pause does not pass.
    await setOffline(visit, false);
    assert.deepEqual(await run(() => [later.waiting, later.subscribed]), Array(2).fill({ token: "token-1" }));
    await advance(60_000);
    assert.equal(route.requests.length, 1, "once, and not for the rejected caller");
  },
);

testInPage("returns a valid token while offline, and renews it once online", { clock: true }, async (visit) => {
  const { run, route, advance } = visit;
  route.answer(lasting);
  await run(async ({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint });
    globalThis.sources = ["sso", "dsync"].map((widgetScope) => tokens.source({ ...sso, widgetScope }));
    globalThis.seen = [];
    for (const source of sources) {
      await source.getToken();
      source.subscribe((received) =>
        seen.push({ at: Date.now(), token: received?.token, expiresAt: received?.expiresAt }),
      );
    }
  });
  const reads = () => run(() => Promise.all(sources.map((source) => outcome(source.getToken()))));
  const old = [{ token: "token-1" }, { token: "token-2" }];
  await setOffline(visit, true);
  for (let second = 0; second < 560; second += 20) {
    await advance(20_000);
    assert.deepEqual(await reads(), old, `${second + 20} s`);
  }
  assert.deepEqual(await run(() => sources.map((source) => source.peek().status)), ["retrying", "retrying"]);
  await advance(35_000);
  const { token } = await run(() => outcome(tokens.getToken(sso, { waitTimeoutMs: 0 })));
  assert.equal(token, "token-1", "it is still returned 5 s before expiry");
  assert.equal(route.requests.length, 2);
  await setOffline(visit, false);
  assert.equal(route.requests.length, 4, "one request for each key, without any time passing");
  assert.deepEqual((await reads()).map(({ token }) => token).sort(), ["token-3", "token-4"]);
  assert.ok(await run(() => seen.every(({ at, token, expiresAt }) => token && at < expiresAt)));
});

testInPage(
  "a token that expires while offline is not returned, and is replaced once online",
  { clock: true },
  async (visit) => {
    const { run, route, advance } = visit;
    route.answer(lasting);
    await run(async ({ endpoint }) => {
      globalThis.tokens = createTokenManager({ endpoint });
      globalThis.source = tokens.source(sso);
      globalThis.expired = 0;
      tokens.on("expired", () => expired++);
      source.subscribe(() => {});
      await source.getToken();
    });
    await setOffline(visit, true);
    await advance(3_600_000);
    assert.deepEqual(await run(() => [expired, source.peek().token]), [1, undefined]);
    const { error } = await run(() => outcome(tokens.getToken(sso, { waitTimeoutMs: 0 })));
    assert.equal(error.code, "offline");
    await run(() => note("waiting", source.getToken()));
    await advance(5_000);
    assert.equal(await run(() => later.waiting), undefined);
    await setOffline(visit, false);
    assert.deepEqual(await run(() => later.waiting), { token: "token-2" });
    assert.equal(route.requests.length, 2);
  },
);

testInPage("going online and offline fetches nothing that is not due", { clock: true }, async (visit) => {
  const { run, route, advance } = visit;
  route.answer(lasting);
  await run(async ({ endpoint }) => {
    globalThis.source = createTokenManager({ endpoint }).source(sso);
    source.subscribe(() => {});
    await source.getToken();
  });
  for (let flap = 0; flap < 20; flap++) {
    await setOffline(visit, true);
    await setOffline(visit, false);
    await advance(1_000);
  }
  assert.equal(route.requests.length, 1);
});

testInPage("going online and offline with a failing route does not flood it", { clock: true }, async (visit) => {
  const { run, route, settled } = visit;
  route.answer({ drop: true });
  await run(({ endpoint }) => note("token", createTokenManager({ endpoint }).source(sso).getToken()));
  await settled();
  for (let flap = 0; flap < 20; flap++) {
    await setOffline(visit, true);
    await setOffline(visit, false);
  }
  // Each return of the network is worth one attempt; the breaker stops them at sixty a minute.
  assert.ok(route.requests.length <= 21, `${route.requests.length} requests without time passing`);
  route.answer(lasting);
  await visit.advance(65_000);
  assert.match((await run(() => later.token)).token, /^token-/);
});

testInPage("going online does not shorten Retry-After", { clock: true }, async (visit) => {
  const { run, route, advance, settled } = visit;
  route.answer([{ status: 429, headers: { "Retry-After": "40" } }, { json: { token: "good", expires_in: 600 } }]);
  await run(({ endpoint }) => note("token", createTokenManager({ endpoint }).source(sso).getToken()));
  await settled();
  await setOffline(visit, true);
  await setOffline(visit, false);
  await advance(39_900);
  assert.equal(route.requests.length, 1);
  // The spread adds as much again at most.
  await advance(41_000);
  assert.deepEqual(await run(() => later.token), { token: "good" });
  assert.equal(route.requests.length, 2);
});
