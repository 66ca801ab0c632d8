import assert from "node:assert/strict";
import { testCasesInPage, testInPage } from "./visit.js";

/** The remedy that a message names. */
const TERMINAL = [
  { status: 400, code: "invalid_request", todo: /check the key and what the token route expects/ },
  { status: 401, code: "unauthorized", todo: /sign in.+cookies/ },
  { status: 403, code: "forbidden", todo: /check.+organization/ },
  { status: 404, code: "organization_not_found", todo: /check.+(both|endpoint)/ },
  { status: 405, code: "invalid_request", todo: /must accept POST/ },
  { status: 409, code: "invalid_request", todo: /reports a conflict/ },
  { status: 413, code: "invalid_request", todo: /too large; shorten its headers and body/ },
  { status: 418, code: "invalid_request", todo: /check the key and what the token route expects/ },
  { status: 419, code: "invalid_request", todo: /CSRF token; pass it in headers/ },
  { status: 422, code: "invalid_request", todo: /check the key and what the token route expects/ },
  {
    status: 302,
    headers: { Location: "/login" },
    code: "invalid_response",
    todo: /route must return \{ token, expires_at \}/,
  },
  {
    status: 307,
    headers: { Location: "/login" },
    code: "invalid_response",
    todo: /route must return \{ token, expires_at \}/,
  },
];

/** @param {(status: number, code: string) => string} titleOf */
const eachTerminal = (titleOf) =>
  TERMINAL.map((given) => /** @type {[string, typeof given]} */ ([titleOf(given.status, given.code), given]));

testCasesInPage(
  "a refusal is a TokenError that names the remedy",
  {},
  eachTerminal((status, code) => `a ${status} is ${code}`),
  async ({ run, route, site }, { status, headers, code, todo }) => {
    const isRedirect = status < 400;
    route.answer({ status, headers, json: { error: "the route's own message" } });
    const { error } = await run(({ endpoint }) => outcome(createTokenManager({ endpoint }).getToken(sso)));
    assert.equal(error.code, code);
    assert.equal(error.transient, false);
    assert.equal(error.status, isRedirect ? undefined : status);
    assert.equal(error.isTokenError, true);
    assert.equal(error.isError, true);
    assert.equal(error.name, "TokenError");
    assert.equal(error.attempts, 1);
    assert.match(error.message, todo);
    assert.match(error.message, isRedirect ? /redirect/ : /the route's own message/);
    assert.equal(route.requests.length, 1);
    assert.ok(!site.loaded.includes("/login"), "a redirect is not followed");
  },
);

testCasesInPage(
  "after a refusal, the same answer comes for 5 s without a request",
  { clock: true },
  eachTerminal((status) => `after a ${status}`),
  async ({ run, route, advance }, { status, headers, code }) => {
    route.answer({ status, headers, json: { error: "no" } });
    await run(({ endpoint }) => {
      globalThis.tokens = createTokenManager({ endpoint });
      globalThis.source = tokens.source(sso);
    });
    const ask = () => run(() => Promise.all([outcome(tokens.getToken(sso)), outcome(source.getToken())]));
    const first = await ask();
    assert.equal(first[0].error.code, code);
    assert.deepEqual(first[1], first[0]);
    await advance(4_900);
    assert.deepEqual(await ask(), first);
    assert.equal(route.requests.length, 1, "no request within 5 s");
    await advance(200);
    assert.deepEqual(await ask(), first);
    assert.equal(route.requests.length, 2, "one request after 5 s");
    await run(() => tokens.dispose());
  },
);

testCasesInPage(
  "a refused key with a subscriber is retried, but not for minutes",
  { clock: true },
  eachTerminal((status) => `a ${status}`),
  async ({ run, route, advance }, { status, headers }) => {
    route.answer({ status, headers, json: { error: "no" } });
    await run(({ endpoint }) => {
      globalThis.tokens = createTokenManager({ endpoint });
      globalThis.retries = [];
      tokens.on("error", ({ retryInMs }) => retries.push(retryInMs ?? "never"));
      tokens.source(sso).subscribe(() => {});
    });
    await advance(120_000);
    assert.equal(route.requests.length, 1);
    const [retryInMs, ...more] = await run(() => retries);
    assert.ok(retryInMs >= 300_000 && retryInMs <= 600_000, `${retryInMs} ms`);
    assert.deepEqual(more, []);
    assert.equal(await run(() => tokens.source(sso).peek().status), "failed");
    await run(() => tokens.dispose());
  },
);

testInPage("a terminal error does not affect another key", {}, async ({ run, route }) => {
  route.answer([{ status: 404, json: {} }, { json: { token: "other" } }]);
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    return [await outcome(tokens.getToken(sso)), await outcome(tokens.getToken({ ...sso, organizationId: "org_2" }))];
  });
  assert.equal(got[0].error.code, "organization_not_found");
  assert.deepEqual(got[1], { token: "other" });
});

testInPage("one request rejects a hundred callers of a key with a terminal error", {}, async ({ run, route }) => {
  route.answer({ status: 403, json: { error: "no" } });
  const codes = await run(async ({ endpoint }) => {
    const source = createTokenManager({ endpoint }).source(sso);
    const all = await Promise.all(Array.from({ length: 100 }, () => outcome(source.getToken())));
    return all.map(({ error }) => error?.code);
  });
  assert.deepEqual(codes, Array(100).fill("forbidden"));
  assert.equal(route.requests.length, 1);
});

testInPage("a new subscriber fetches again after 5 s", { clock: true }, async ({ run, route, advance }) => {
  route.answer([{ status: 403, json: {} }, { json: { token: "after-all", expires_in: 600 } }]);
  await run(async ({ endpoint }) => {
    globalThis.source = createTokenManager({ endpoint }).source(sso);
    await outcome(source.getToken());
  });
  await advance(6_000);
  await run(() => {
    source.subscribe(() => {});
  });
  await advance(1);
  assert.equal(await run(() => source.peek().token), "after-all");
  assert.equal(route.requests.length, 2);
});
