import assert from "node:assert/strict";
import { isFull } from "../../extent.js";
import { httpDate, makeJwt, readJwt } from "./tokens.js";
import { testInPage } from "./visit.js";

/** Subscribes, and records the notifications of a subscriber and a listener. */
function watch({ endpoint }) {
  globalThis.tokens = createTokenManager({ endpoint });
  globalThis.source = tokens.source(sso);
  globalThis.seen = [];
  globalThis.events = [];
  for (const name of ["token", "retry", "error", "expired", "invalidated", "idle"])
    tokens.on(name, () => events.push(name));
  source.subscribe((snapshot) => seen.push({ at: Date.now(), ...snapshot }));
}

testInPage(
  "renews a 10 s token before it expires, three times in a row",
  { clock: true },
  async ({ run, route, advance, settled }) => {
    route.answer((_, number) => ({ json: { token: `token-${number}`, expires_in: 10 } }));
    await run(watch);
    await settled();
    for (let step = 0; step < 60; step++) await advance(500);
    const { seen, events } = await run(() => ({ seen, events }));
    const held = seen.filter(({ token }) => token);
    const names = [...new Set(held.map(({ token }) => token))];
    assert.ok(names.length >= 4, `${names.length} tokens in 30 s`);
    for (const { at, token, expiresAt } of held)
      assert.ok(at < expiresAt, `the subscriber receives ${token} before the previous one expires`);
    const first = seen.findIndex(({ token }) => token);
    assert.ok(
      seen.slice(first).every(({ token }) => token),
      "there is always a token",
    );
    assert.deepEqual(new Set(events), new Set(["token"]), "no error, expired or idle event");
    // A lifetime of 10 s is renewed in its first half, and not in its first quarter.
    assert.ok(route.requests.length >= 6 && route.requests.length <= 13, `${route.requests.length} requests`);
    assert.equal(route.requests.length, names.length);
  },
);

testInPage(
  "renews a 600 s token before it expires, three times in a row",
  { clock: true },
  async ({ run, route, advance, settled }) => {
    route.answer((_, number) => ({ json: { token: `token-${number}`, expires_in: 600 } }));
    await run(watch);
    await settled();
    const renewed = [];
    for (let step = 0; step < 360; step++) {
      const before = route.requests.length;
      await advance(5_000);
      if (route.requests.length > before) renewed.push((step + 1) * 5);
    }
    assert.equal(renewed.length, 3, "three times in half an hour");
    let last = 0;
    for (const second of renewed) {
      const age = second - last;
      assert.ok(age >= 535 && age <= 560, `renewed at the age of ${age} s`);
      last = second;
    }
    const { seen, events } = await run(() => ({ seen, events }));
    assert.ok(seen.every(({ at, token, expiresAt }) => !token || at < expiresAt));
    assert.deepEqual(new Set(events), new Set(["token"]));
  },
);

/** @type {[what: string, seconds: number, minutes: number, requests: [number, number]][]} */
const LIVES = isFull
  ? [
      ["600 s", 600, 20, [3, 3]],
      ["90 s", 90, 20, [20, 40]],
      ["10 s", 10, 20, [230, 490]],
    ]
  : [["90 s", 90, 5, [5, 10]]];

for (const [what, seconds, minutes, [fewest, most]] of LIVES) {
  testInPage(
    `read every second for ${minutes} minutes, a ${what} JWT is never returned expired`,
    { clock: true },
    async (visit) => {
      const { run, route, advance, now, settled } = visit;
      route.answer(() => {
        const second = Math.floor(now() / 1_000);
        const token = makeJwt({ iat: second, exp: second + seconds, jti: route.requests.length });
        return { json: { token }, headers: { Date: httpDate(now()) } };
      });
      await run(watch);
      await settled();
      for (let second = 0; second < minutes * 60; second++) {
        await advance(1_000);
        const [read, peeked] = await run(async () => [await source.getToken(), source.peek().token]);
        for (const token of [read, peeked]) assert.ok(readJwt(token).exp * 1_000 > now(), `in second ${second}`);
      }
      const { length } = route.requests;
      assert.ok(length >= fewest && length <= most, `${length} requests`);
      assert.ok(!(await run(() => events)).some((name) => name !== "token"));
    },
  );
}

testInPage(
  "30 s before expiry, and a little earlier, a read returns the next token",
  { clock: true },
  async (visit) => {
    const { run, route, advance } = visit;
    for (const seconds of [100, 600, 3_600]) {
      const before = route.requests.length;
      route.answer((_, number) => ({ json: { token: `token-${number}`, expires_in: seconds } }));
      await run(({ endpoint }) => {
        globalThis.tokens = createTokenManager({ endpoint });
        return tokens.getToken(sso);
      });
      await advance((seconds - 30) * 1_000 - 50);
      assert.equal(await run(() => tokens.source(sso).getToken()), `token-${before + 2}`, `a lifetime of ${seconds} s`);
      await run(() => tokens.dispose());
    }
  },
);

testInPage("an unused key stops refreshing after a lifetime", { clock: true }, async ({ run, route, advance }) => {
  route.answer({ json: { token: "good", expires_in: 600 } });
  await run(({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    tokens.on("idle", ({ key }) => {
      later.idle = [...(later.idle ?? []), key];
    });
    return tokens.getToken(sso);
  });
  await advance(3_600_000);
  assert.equal(route.requests.length, 2);
  assert.deepEqual(await run(() => later.idle), [{ organizationId: "org_1", widgetScope: "sso" }]);
});

testInPage("idleAfterMs sets when an unread key stops refreshing", { clock: true }, async ({ run, route, advance }) => {
  route.answer({ json: { token: "good", expires_in: 600 } });
  await run(({ endpoint }) => createTokenManager({ endpoint, idleAfterMs: 60_000 }).getToken(sso));
  await advance(1_200_000);
  assert.equal(route.requests.length, 1);
});

testInPage("a hidden page renews when it is shown", { clock: true }, async ({ run, route, advance, settled }) => {
  route.answer((_, number) => ({ json: { token: `token-${number}`, expires_in: 600 } }));
  await run(watch);
  await settled();
  const show = (isShown) =>
    run(
      ({ isShown }) => {
        Object.defineProperty(document, "hidden", { configurable: true, value: !isShown });
        document.dispatchEvent(new Event("visibilitychange"));
      },
      { isShown },
    );
  await show(false);
  await advance(580_000);
  assert.equal(route.requests.length, 1);
  await show(true);
  await settled();
  assert.equal(route.requests.length, 2);
  assert.equal(await run(() => source.peek().token), "token-2");
});

testInPage("the first read after a sleep gets a new token", { clock: true }, async ({ run, page, route }) => {
  route.answer((_, number) => ({ json: { token: `token-${number}`, expires_in: 600 } }));
  await run(({ endpoint }) => {
    globalThis.source = createTokenManager({ endpoint }).source(sso);
    return source.getToken();
  });
  // No timer fires while the machine sleeps.
  await page.clock.setSystemTime(Date.UTC(2024, 0, 15, 20, 0, 0));
  assert.equal(await run(() => source.peek()?.token), undefined);
  assert.equal(await run(() => source.getToken()), "token-2");
});
