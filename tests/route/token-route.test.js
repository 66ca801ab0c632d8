import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createTokenRoute, memoryLimiter } from "../../src/route/index.js";
import { ADA, assertRefused, granting, ORGANIZATION, routeFor, SECRET, tokenRequest, WANTED } from "./asking.js";

const LATER = "2099-01-15T12:45:00.000Z";
const NEVER = () => new Promise(() => {});

/** @param {object} claims */
const jwt = (claims) => `${base64url({ alg: "RS256" })}.${base64url(claims)}.c2ln`;
/** @param {object} value */
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("gives a member a token, and its expiry from the JWT", async () => {
  const token = jwt({ exp: 4_000_000_000, sub: "ü>?" });
  const { route, asked } = routeFor({ fetch: granting(token) });
  const response = await route(tokenRequest());
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("Cache-Control"), "no-store");
  assert.deepEqual(await response.json(), { token, expires_at: new Date(4e12).toISOString() });
  assert.equal(asked[0].url, "https://api.workos.com/widgets/token");
  assert.deepEqual(asked[0].body, {
    organization_id: ORGANIZATION,
    user_id: ADA.userId,
    scopes: ["widgets:sso:manage"],
  });
  assert.equal(new Headers(asked[0].init.headers).get("Authorization"), `Bearer ${SECRET}`);
});

test("requests the API's four scopes by widget_scope, with a lifetime", async () => {
  const { route, asked } = routeFor({
    scopes: ["sso", "audit_logs"],
    expiresInSeconds: 120,
    fetch: granting("widget_opaque", { expires_at: LATER }),
  });
  const response = await route(tokenRequest({ body: { ...WANTED, widgetScope: "audit_logs" } }));
  assert.deepEqual(await response.json(), { token: "widget_opaque", expires_at: LATER });
  assert.deepEqual(asked[0].body, { organization_id: ORGANIZATION, widget_scope: "audit_logs", expires_in: 120 });
  const both = await route(tokenRequest({ body: { ...WANTED, widgetScope: ["sso", "audit_logs"] } }));
  await assertRefused(both, 400, "invalid_request");
});

for (const [name, options, lifetimeSeconds] of /** @type {const} */ ([
  ["the requested lifetime", { scopes: ["sso"], expiresInSeconds: 120 }, 120],
  ["ten minutes", {}, 600],
])) {
  test(`without an expiry in WorkOS's reply, expiresAt is ${name}`, async () => {
    const { route } = routeFor(/** @type {any} */ (options));
    const before = Date.now();
    const { expires_at } = await (await route(tokenRequest())).json();
    const lifetimeMs = Date.parse(expires_at) - before;
    assert.ok(lifetimeMs >= lifetimeSeconds * 1_000 && lifetimeMs < lifetimeSeconds * 1_000 + 60_000);
  });
}

test("requests one token for several scopes, whatever their order and repeats", async () => {
  const { route, asked } = routeFor();
  await route(tokenRequest({ body: { ...WANTED, widgetScope: ["sso", "dsync", "sso"] } }));
  assert.deepEqual(asked[0].body.scopes, ["widgets:dsync:manage", "widgets:sso:manage"]);
});

test("requests the token for the WorkOS user that the app names, or for none", async () => {
  for (const [workosUserId, expected] of [
    ["user_other", "user_other"],
    [null, undefined],
  ]) {
    const { route, asked } = routeFor({ authenticate: () => ({ ...ADA, workosUserId }) });
    await route(tokenRequest());
    assert.equal(asked[0].body.user_id, expected);
  }
});

test("answers 401 if nobody is signed in, without calling WorkOS", async () => {
  for (const nobody of [null, undefined, false]) {
    const { route, asked } = routeFor({ authenticate: async () => /** @type {any} */ (nobody) });
    await assertRefused(await route(tokenRequest()), 401, "unauthorized");
    assert.equal(asked.length, 0);
  }
});

test("answers 403 for an organization of others, without calling WorkOS", async () => {
  const { route, asked } = routeFor();
  const body = { ...WANTED, organizationId: "org_of_somebody_else" };
  await assertRefused(await route(tokenRequest({ body })), 403, "forbidden");
  assert.equal(asked.length, 0);
});

test("ignores a user named in the body", async () => {
  const { route, asked } = routeFor();
  const claims = { user: "user_evil", userId: "user_evil", user_id: "user_evil", workosUserId: "user_evil" };
  await route(tokenRequest({ body: { ...WANTED, ...claims } }));
  assert.equal(asked[0].body.user_id, ADA.userId);
});

for (const body of [
  "",
  "{",
  "null",
  "[]",
  '"org_1"',
  {},
  { widgetScope: "sso" },
  { organizationId: ORGANIZATION },
  { ...WANTED, organizationId: [ORGANIZATION] },
  { ...WANTED, organizationId: { $ne: null } },
  { ...WANTED, organizationId: "user_1" },
  { ...WANTED, widgetScope: [] },
  { ...WANTED, widgetScope: "widgets:sso:manage" },
  { ...WANTED, widgetScope: "constructor" },
  { ...WANTED, widgetScope: ["sso", 1] },
  { ...WANTED, widgetScope: [["sso"]] },
  { ...WANTED, widgetScope: Array(21).fill("sso") },
]) {
  test(`answers ${JSON.stringify(body).slice(0, 60)} with 400`, async () => {
    const { route, asked } = routeFor();
    await assertRefused(await route(tokenRequest({ body })), 400, "invalid_request");
    assert.equal(asked.length, 0);
  });
}

test("refuses an unknown scope with an error code that the manager knows", async () => {
  const response = await routeFor().route(tokenRequest({ body: { ...WANTED, widgetScope: "pipes" } }));
  assert.match((await assertRefused(response, 400, "invalid_request")).error_description, /scope/);
});

test("answers other methods with 405, other content types and compressed bodies with 415, long bodies with 413", async () => {
  const { route } = routeFor();
  for (const method of ["GET", "HEAD", "PUT", "DELETE", "PATCH"]) {
    const response = await route(tokenRequest({ method }));
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("Allow"), "POST, OPTIONS");
  }
  for (const type of [undefined, "text/plain", "application/x-www-form-urlencoded", "application/jsonp"]) {
    const response = await route(tokenRequest({ headers: { "Content-Type": type } }));
    await assertRefused(response, 415, "invalid_request");
  }
  const compressed = await route(tokenRequest({ headers: { "Content-Encoding": "gzip" } }));
  await assertRefused(compressed, 415, "invalid_request");
  const long = { ...WANTED, more: "x".repeat(5_000) };
  await assertRefused(await route(tokenRequest({ body: long })), 413, "invalid_request");
  const utf8 = await route(tokenRequest({ headers: { "Content-Type": "application/json; charset=utf-8" } }));
  assert.equal(utf8.status, 200);
});

test("answers a body that never ends with 408, or with 413 long before it is read whole", async () => {
  const { route } = routeFor({ timeoutMs: 20 });
  const headers = { "Content-Type": "application/json" };
  /** @param {UnderlyingDefaultSource} source */
  const streamed = (source) => {
    const init = { method: "POST", headers, body: new ReadableStream(source), duplex: "half" };
    return route(new Request("https://app.example/", /** @type {any} */ (init)));
  };
  await assertRefused(await streamed({ pull: () => /** @type {any} */ (NEVER()) }), 408, "invalid_request");
  let pulled = 0;
  const endless = await streamed({
    pull: (controller) => controller.enqueue(new Uint8Array(1_000).fill(pulled++ || 32)),
  });
  await assertRefused(endless, 413, "invalid_request");
  assert.ok(pulled < 20);
});

for (const [status, expected, error] of /** @type {const} */ ([
  [400, 400, "invalid_request"],
  [422, 422, "invalid_request"],
  [401, 500, "server_error"],
  [403, 500, "server_error"],
  [404, 404, "organization_not_found"],
  [408, 504, "server_error"],
  [409, 502, "server_error"],
  [302, 502, "server_error"],
  [500, 502, "server_error"],
  [503, 502, "server_error"],
])) {
  test(`turns WorkOS's ${status} into a ${expected}, after one request, without private parts of its reply`, async () => {
    const body = { message: ["scopes[0] is wrong", `no key ${SECRET}`], stack: "at x.js:1", secret: SECRET };
    const { route, asked, errors } = routeFor({ fetch: async () => Response.json(body, { status }) });
    const response = await route(tokenRequest());
    const text = await response.clone().text();
    const { error_description } = await assertRefused(response, expected, error);
    assert.doesNotMatch(text, /sk_\w|\.js:/);
    assert.equal(asked.length, 1);
    if (expected === 400 || expected === 422) assert.match(error_description, /^scopes\[0\] is wrong; no key sk_…$/);
    const isTold = expected >= 500;
    assert.equal(errors.length, isTold ? 1 : 0);
    if (status === 401 || status === 403) assert.equal(errors[0].code, "workos_key");
    for (const { message } of errors) assert.doesNotMatch(message, /sk_\w/);
  });
}

for (const [name, reply] of /** @type {[string, () => Response][]} */ ([
  ["HTML", () => new Response("<p>", { headers: { "Content-Type": "text/html" } })],
  ["nothing", () => new Response("")],
  ["null", () => new Response("null")],
  ["no token", () => Response.json({})],
  ["a token that is not a string", () => Response.json({ token: { sk: 1 } })],
  ["an empty token", () => Response.json({ token: "" })],
  ["a secret key", () => Response.json({ token: SECRET })],
  ["a token with a line feed", () => Response.json({ token: "a\nb" })],
])) {
  test(`answers 502 if WorkOS answers 200 with ${name}`, async () => {
    const { route, errors } = routeFor({ fetch: async () => reply() });
    await assertRefused(await route(tokenRequest()), 502, "server_error");
    assert.equal(errors[0].code, "workos_reply");
  });
}

test("answers 502 if WorkOS cannot be reached, and 504 if it does not answer", async () => {
  const broken = routeFor({ fetch: () => Promise.reject(new TypeError(`fetch failed ${SECRET}`)) });
  const response = await broken.route(tokenRequest());
  assert.doesNotMatch(await response.clone().text(), /sk_|fetch/);
  await assertRefused(response, 502, "server_error");
  assert.equal(broken.errors[0].code, "workos_unreachable");
  const silent = routeFor({ timeoutMs: 20, fetch: /** @type {any} */ (NEVER) });
  await assertRefused(await silent.route(tokenRequest()), 504, "server_error");
  assert.equal(silent.errors[0].code, "workos_timeout");
});

test("answers 500 if authenticate throws, hangs, or returns something else, without its message or a call to WorkOS", async () => {
  for (const authenticate of [
    () => Promise.reject(new Error("SELECT password")),
    () => {
      throw new Error("SELECT password");
    },
    () => NEVER(),
    () => "ada",
    () => ({ userId: 7, organizationIds: [] }),
    () => ({ userId: "ada", organizationIds: ORGANIZATION }),
    () => ({ userId: "ada" }),
  ]) {
    const { route, asked, errors } = routeFor({ timeoutMs: 20, authenticate: /** @type {any} */ (authenticate) });
    const response = await route(tokenRequest());
    assert.doesNotMatch(await response.clone().text(), /SELECT/);
    await assertRefused(response, 500, "server_error");
    assert.deepEqual([errors.length, errors[0].code, asked.length], [1, "authenticate_failed", 0]);
  }
});

test("replies even if onError throws, and logs a line without onError", async () => {
  const fails = /** @type {any} */ ([() => Promise.reject(new Error("no")), () => JSON.parse("{")]);
  for (const onError of fails) {
    const { route } = routeFor({ onError, fetch: async () => new Response("", { status: 500 }) });
    await assertRefused(await route(tokenRequest()), 502, "server_error");
  }
  const printed = mock.method(console, "error", () => {});
  const { route } = routeFor({ onError: undefined, fetch: async () => new Response("", { status: 401 }) });
  await route(tokenRequest());
  printed.mock.restore();
  assert.equal(printed.mock.callCount(), 1);
  assert.doesNotMatch(String(printed.mock.calls[0].arguments), /sk_\w/);
});

test("gives each caller beyond the key's limit its own slot, in the body and as whole seconds", async () => {
  let user = 0;
  const { route, asked } = routeFor({
    requestsPerMinute: 10,
    authenticate: () => ({ ...ADA, userId: `user ${user++}` }),
    limiter: memoryLimiter({ now: () => 0 }),
  });
  const replies = await Promise.all(Array.from({ length: 30 }, () => route(tokenRequest())));
  const refused = replies.filter(({ status }) => status === 429);
  assert.deepEqual([refused.length, asked.length], [20, 10]);
  const slots = new Set();
  for (const response of refused) {
    const { retry_in_ms } = await assertRefused(response.clone(), 429, "rate_limited");
    assert.ok(Number.isInteger(retry_in_ms));
    assert.equal(response.headers.get("Retry-After"), String(Math.ceil(retry_in_ms / 1_000)));
    slots.add(retry_in_ms);
  }
  assert.equal(slots.size, 20);
});

test("one user cannot use up the key's limit", async () => {
  const { route, asked } = routeFor();
  const replies = await Promise.all(Array.from({ length: 40 }, () => route(tokenRequest())));
  assert.equal(asked.length, 30);
  const { error_description } = await assertRefused(replies[39], 429, "rate_limited");
  assert.match(error_description, /this user/);
});

test("turns WorkOS's own 429 into a slot, and sends nothing until the pause ends", async () => {
  for (const [retryAfter, leastMs] of /** @type {const} */ ([
    ["17", 17_000],
    [undefined, 10_000],
    [new Date(Date.now() + 20_000).toUTCString(), 18_000],
  ])) {
    /** @type {HeadersInit} */
    const headers = retryAfter === undefined ? {} : { "Retry-After": retryAfter };
    let user = 0;
    const { route, asked } = routeFor({
      authenticate: () => ({ ...ADA, userId: `user ${user++}` }),
      fetch: async () => new Response("{}", { status: 429, headers }),
    });
    const first = await assertRefused(await route(tokenRequest()), 429, "rate_limited");
    const second = await assertRefused(await route(tokenRequest()), 429, "rate_limited");
    assert.ok(first.retry_in_ms >= leastMs && second.retry_in_ms > leastMs - 1_000);
    assert.equal(asked.length, 1);
  }
});

test("reports a failing limiter once, and counts in memory", async () => {
  const limiter = { take: () => Promise.reject(new Error("ECONNREFUSED")), refused: () => Promise.reject(new Error()) };
  const { route, errors } = routeFor({ limiter });
  for (let count = 0; count < 3; count += 1) assert.equal((await route(tokenRequest())).status, 200);
  assert.deepEqual(
    errors.map(({ code }) => code),
    ["limiter_away"],
  );
});

test("passes the framework's arguments to authenticate", async () => {
  /** @type {unknown[]} */
  const contexts = [];
  const { route } = routeFor({
    authenticate: (request, context) => {
      contexts.push(context);
      return request.headers.get("Origin") ? ADA : null;
    },
  });
  const event = { request: tokenRequest(), locals: { user: "ada" } };
  assert.equal((await route(event)).status, 200);
  assert.equal((await route(tokenRequest(), "params")).status, 200);
  assert.deepEqual(contexts, [event, "params"]);
});

test("reads a key that is set late with the first request", async () => {
  let key = "";
  const { route, errors } = routeFor({ workos: () => key });
  await assertRefused(await route(tokenRequest()), 500, "server_error");
  assert.equal(errors[0].code, "workos_key");
  key = SECRET;
  assert.equal((await route(tokenRequest())).status, 200);
});

const GOOD = { workos: SECRET, authenticate: () => null, scopes: { sso: "widgets:sso:manage" } };
for (const [wrong, words] of /** @type {[object | undefined, RegExp][]} */ ([
  [undefined, /options object/],
  [{ ...GOOD, endpiont: 1 }, /unknown option `endpiont`/],
  [{ ...GOOD, workos: undefined }, /workos must be/],
  [{ ...GOOD, workos: "client_0123" }, /start with sk_/],
  [{ ...GOOD, authenticate: undefined }, /authenticate is missing/],
  [{ ...GOOD, authenticate: {} }, /must be a function/],
  [{ ...GOOD, scopes: undefined }, /scopes is missing/],
  [{ ...GOOD, scopes: {} }, /scopes is empty/],
  [{ ...GOOD, scopes: { sso: "widgets:sso:manage", dsync: "dsync" } }, /all be/],
  [{ ...GOOD, scopes: { sso: "openid" } }, /all be/],
  [{ ...GOOD, origins: ["https://app.example/"] }, /origins/],
  [{ ...GOOD, origins: ["*"] }, /origins/],
  [{ ...GOOD, expiresInSeconds: 60 }, /expiresInSeconds/],
  [{ ...GOOD, requestsPerMinute: 0 }, /requestsPerMinute/],
  [{ ...GOOD, timeoutMs: 0.5 }, /timeoutMs/],
  [{ ...GOOD, apiUrl: "http://workos.example" }, /https/],
  [{ ...GOOD, limiter: {} }, /limiter/],
])) {
  test(`refuses options that cannot work at once: ${words.source}`, () => {
    assert.throws(() => createTokenRoute(/** @type {any} */ (wrong)), { name: "TypeError", message: words });
  });
}

test("the refused value is not repeated: it may be a key", () => {
  const workos = "xk_live_secret";
  assert.throws(
    () => createTokenRoute({ ...GOOD, workos, scopes: ["widgets:sso:manage"] }),
    (/** @type {Error} */ { message }) => !message.includes(workos),
  );
});
