import assert from "node:assert/strict";
import { httpDate } from "./tokens.js";
import { testCasesInPage, testInPage } from "./visit.js";

/** @type {{ what: string, reply: import("./route.js").Reply, code: string, todo: RegExp }[]} */
const TRANSIENT = [
  { what: "a 408", reply: { status: 408 }, code: "timeout", todo: /retried/ },
  { what: "a 425", reply: { status: 425 }, code: "server_error", todo: /retried/ },
  { what: "a 429", reply: { status: 429 }, code: "rate_limited", todo: /retried/ },
  { what: "a 500", reply: { status: 500 }, code: "server_error", todo: /retried/ },
  { what: "a 502", reply: { status: 502 }, code: "server_error", todo: /retried/ },
  { what: "a 503", reply: { status: 503 }, code: "server_error", todo: /retried/ },
  { what: "a 504", reply: { status: 504 }, code: "server_error", todo: /retried/ },
  { what: "a dropped connection", reply: { drop: true }, code: "network", todo: /check.+endpoint.+CORS/ },
];

/** It is retried as well, but at the pace for a route whose tokens are useless. */
const EXPIRED = {
  what: "a token that expired on arrival",
  reply: { json: { token: "old", expires_at: "2024-01-01T00:00:00Z" } },
  code: "invalid_response",
  todo: /\(the token was expired on arrival, by \d+ s against the Date header\)/,
};

const good = { json: { token: "good", expires_in: 600 } };

/** @param {(what: string, code: string) => string} titleOf */
const eachTransient = (titleOf, cases = TRANSIENT) =>
  cases.map((given) => /** @type {[string, typeof given]} */ ([titleOf(given.what, given.code), given]));

testCasesInPage(
  "a transient failure is a TokenError that names the remedy",
  {},
  eachTransient((what, code) => `${what} is ${code}`, [...TRANSIENT, EXPIRED]),
  async ({ run, route }, { reply, code, todo }) => {
    route.answer(reply);
    const { error } = await run(({ endpoint }) =>
      outcome(createTokenManager({ endpoint }).getToken(sso, { waitTimeoutMs: 0 })),
    );
    assert.equal(error.code, code);
    assert.equal(error.transient, true);
    assert.equal(error.status, reply.status);
    assert.equal(error.isTokenError, true);
    assert.equal(error.isError, true);
    assert.equal(error.name, "TokenError");
    assert.match(error.message, todo);
    if (reply.drop) assert.match(error.cause, /TypeError/);
    assert.equal(route.requests.length, 1);
  },
);

testCasesInPage(
  "a transient failure is retried with growing pauses until it succeeds",
  { clock: true },
  eachTransient((what) => what),
  async (visit, { reply, code }) => {
    const { run, route, advance, settled } = visit;
    route.answer([reply, reply, reply, good]);
    await run(({ endpoint }) => {
      globalThis.events = [];
      globalThis.tokens = createTokenManager({ endpoint });
      tokens.on("retry", ({ attempt }) => events.push(`retry ${attempt}`));
      tokens.on("error", ({ error }) => events.push(`${error.code} ${error.attempts}`));
      tokens.on("token", () => events.push("token"));
      globalThis.source = tokens.source(sso);
      note("token", source.getToken());
    });
    await settled();
    for (const [number, pause] of [1_000, 2_000, 4_000].entries()) {
      assert.equal(route.requests.length, number + 1);
      const { status, error, retryAt } = await run(() => ({ ...source.peek(), error: source.peek().error.code }));
      assert.deepEqual([status, error], ["retrying", code]);
      const untilRetryMs = retryAt - visit.now();
      assert.ok(untilRetryMs >= pause / 2 && untilRetryMs <= pause, `${untilRetryMs} ms for a pause of ${pause} ms`);
      await advance(pause / 2 - 1);
      assert.equal(route.requests.length, number + 1, "not before half of the pause");
      await advance(pause / 2 + 2);
      assert.equal(route.requests.length, number + 2, "not after the whole of it");
    }
    assert.deepEqual(await run(() => later.token), { token: "good" });
    const received = [`${code} 1`, "retry 2", `${code} 2`, "retry 3", `${code} 3`, "retry 4", "token"];
    assert.deepEqual(await run(() => events), received);
    await run(() => tokens.dispose());
  },
);

for (const status of [429, 503]) {
  for (const form of ["seconds", "an HTTP date"]) {
    testInPage(`Retry-After of a ${status} in ${form} is obeyed by every key`, { clock: true }, async (visit) => {
      const { run, route, advance, settled, now } = visit;
      const asked = form === "seconds" ? "40" : httpDate(now() + 40_000);
      route.answer([{ status, headers: { "Retry-After": asked, Date: httpDate(now()) } }, good]);
      await run(({ endpoint }) => {
        globalThis.tokens = createTokenManager({ endpoint });
        globalThis.source = tokens.source(sso);
        tokens.on("error", ({ error }) => {
          later.asked = error.retryAfterMs;
        });
        note("one", source.getToken());
      });
      await settled();
      assert.equal(await run(() => later.asked), 40_000);
      await run(() => {
        globalThis.other = tokens.source({ ...sso, widgetScope: "dsync" });
        note("two", other.getToken());
      });
      await advance(39_900);
      assert.equal(route.requests.length, 1, "nothing is sent before Retry-After has passed");
      await advance(41_000);
      assert.equal(route.requests.length, 3);
      assert.deepEqual(await run(() => [later.one, later.two]), [{ token: "good" }, { token: "good" }]);
    });
  }
}

testInPage("retries in its own slot, and does not affect other keys", { clock: true }, async (visit) => {
  const { run, route, advance, settled } = visit;
  const headers = { "Retry-After": "40" };
  route.answer([{ status: 429, headers, json: { error: "rate_limited", retry_in_ms: 39_500 } }, good, good]);
  await run(({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint });
    tokens.on("error", ({ error }) => {
      later.asked = error.retryAfterMs;
    });
    note("one", tokens.source(sso).getToken());
  });
  await settled();
  assert.equal(await run(() => later.asked), 39_500);
  await run(() => note("two", tokens.source({ ...sso, widgetScope: "dsync" }).getToken()));
  await settled();
  assert.deepEqual(await run(() => [later.one, later.two]), [undefined, { token: "good" }]);
  await advance(39_000);
  assert.equal(route.requests.length, 2, "nothing is sent before the slot");
  await advance(2_600);
  assert.equal(route.requests.length, 3);
  assert.deepEqual(await run(() => later.one), { token: "good" });
});

testInPage(
  "a short Retry-After does not shorten the pause",
  { clock: true },
  async ({ run, route, advance, settled }) => {
    route.answer({ status: 500, headers: { "Retry-After": "0" } });
    await run(({ endpoint }) => note("token", createTokenManager({ endpoint }).source(sso).getToken()));
    await settled();
    await advance(499);
    assert.equal(route.requests.length, 1);
  },
);

testInPage("retryBaseMs and retryMaxMs set the backoff", { clock: true }, async ({ run, route, advance, settled }) => {
  route.answer({ status: 500 });
  await run(({ endpoint }) => {
    const tokens = createTokenManager({ endpoint, retryBaseMs: 10_000, retryMaxMs: 15_000 });
    note("token", tokens.source(sso).getToken());
  });
  await settled();
  await advance(4_999);
  assert.equal(route.requests.length, 1);
  await advance(5_005);
  assert.equal(route.requests.length, 2);
  await advance(7_000);
  assert.ok(route.requests.length <= 3);
  await advance(60_000);
  // 67 s in pauses of 7.5 to 15 s.
  assert.ok(route.requests.length >= 6 && route.requests.length <= 11, `${route.requests.length} requests`);
});

testInPage("returns the cached token during an outage", { clock: true }, async ({ run, route, advance }) => {
  route.answer([good, { status: 503 }]);
  await run(async ({ endpoint }) => {
    globalThis.source = createTokenManager({ endpoint }).source(sso);
    source.subscribe(() => {});
    await source.getToken();
  });
  await advance(560_000);
  assert.ok(route.requests.length > 2);
  assert.deepEqual(await run(() => outcome(source.getToken())), { token: "good" });
  assert.equal(await run(() => source.peek().token), "good");
  await advance(40_000);
  assert.equal(await run(() => source.peek().token), undefined);
  route.answer({ json: { token: "new", expires_in: 600 } });
  await run(() => note("token", source.getToken()));
  await advance(61_000);
  assert.deepEqual(await run(() => later.token), { token: "new" });
});

testInPage("reports offline, and retries as soon as the browser is online", { clock: true }, async (visit) => {
  const { run, route, context, settled } = visit;
  route.answer(good);
  await context.setOffline(true);
  await run(({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    globalThis.source = tokens.source(sso);
    note("token", source.getToken());
  });
  await settled();
  assert.deepEqual(await run(() => [source.peek().status, source.peek().error.code]), ["retrying", "offline"]);
  await context.setOffline(false);
  const got = await run(async () => {
    await until(() => later.token);
    return later.token;
  });
  assert.deepEqual(got, { token: "good" });
  assert.equal(route.requests.length, 1);
});
