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

test("a member gets a token, and is told when it ends: by the JWT", async () => {
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

test("with the API's four scopes it asks by widget_scope, and for a lifetime", async () => {
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
  ["the lifetime that was asked for", { scopes: ["sso"], expiresInSeconds: 120 }, 120],
  ["ten minutes", {}, 600],
])) {
  test(`where nothing says when a token ends, it is ${name}`, async () => {
    const { route } = routeFor(/** @type {any} */ (options));
    const before = Date.now();
    const { expires_at } = await (await route(tokenRequest())).json();
    const lifetimeMs = Date.parse(expires_at) - before;
    assert.ok(lifetimeMs >= lifetimeSeconds * 1_000 && lifetimeMs < lifetimeSeconds * 1_000 + 60_000);
  });
}

test("several scopes are one token, whatever their order and repeats", async () => {
  const { route, asked } = routeFor();
  await route(tokenRequest({ body: { ...WANTED, widgetScope: ["sso", "dsync", "sso"] } }));
  assert.deepEqual(asked[0].body.scopes, ["widgets:dsync:manage", "widgets:sso:manage"]);
});

test("the token is for the WorkOS user that the app names, or for none", async () => {
  for (const [workosUserId, expected] of [
    ["user_other", "user_other"],
    [null, undefined],
  ]) {
    const { route, asked } = routeFor({ authenticate: () => ({ ...ADA, workosUserId }) });
    await route(tokenRequest());
    assert.equal(asked[0].body.user_id, expected);
  }
});

test("nobody is signed in: 401, and nobody is asked", async () => {
  for (const nobody of [null, undefined, false]) {
    const { route, asked } = routeFor({ authenticate: async () => /** @type {any} */ (nobody) });
    await assertRefused(await route(tokenRequest()), 401, "unauthorized");
    assert.equal(asked.length, 0);
  }
});

test("a foreign organization: 403, and WorkOS is not asked", async () => {
  const { route, asked } = routeFor();
  const body = { ...WANTED, organizationId: "org_of_somebody_else" };
  await assertRefused(await route(tokenRequest({ body })), 403, "forbidden");
  assert.equal(asked.length, 0);
});

test("a user named in the body is not believed", async () => {
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
  test(`${JSON.stringify(body).slice(0, 60)} is a 400`, async () => {
    const { route, asked } = routeFor();
    await assertRefused(await route(tokenRequest({ body })), 400, "invalid_request");
    assert.equal(asked.length, 0);
  });
}

test("an unknown scope is refused in words that the manager knows", async () => {
  const response = await routeFor().route(tokenRequest({ body: { ...WANTED, widgetScope: "pipes" } }));
  assert.match((await assertRefused(response, 400, "invalid_request")).error_description, /scope/);
});

test("other methods: 405; other content types and compressed bodies: 415; long bodies: 413", async () => {
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

test("a body that never ends: 408, and long before it is all read: 413", async () => {
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
  test(`WorkOS's ${status} is a ${expected}, asked once, and no word of its reply that is not for the browser`, async () => {
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
  ["a token that is no text", () => Response.json({ token: { sk: 1 } })],
  ["an empty token", () => Response.json({ token: "" })],
  ["a secret key", () => Response.json({ token: SECRET })],
  ["a token with a line feed", () => Response.json({ token: "a\nb" })],
])) {
  test(`WorkOS answers 200 with ${name}: a 502`, async () => {
    const { route, errors } = routeFor({ fetch: async () => reply() });
    await assertRefused(await route(tokenRequest()), 502, "server_error");
    assert.equal(errors[0].code, "workos_reply");
  });
}

test("WorkOS cannot be reached: 502; does not answer: 504", async () => {
  const broken = routeFor({ fetch: () => Promise.reject(new TypeError(`fetch failed ${SECRET}`)) });
  const response = await broken.route(tokenRequest());
  assert.doesNotMatch(await response.clone().text(), /sk_|fetch/);
  await assertRefused(response, 502, "server_error");
  assert.equal(broken.errors[0].code, "workos_unreachable");
  const silent = routeFor({ timeoutMs: 20, fetch: /** @type {any} */ (NEVER) });
  await assertRefused(await silent.route(tokenRequest()), 504, "server_error");
  assert.equal(silent.errors[0].code, "workos_timeout");
});

test("authenticate throws, hangs, or returns something else: a 500 without its words, and WorkOS is not asked", async () => {
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

test("whoever is told must not break the reply, and without onError it is a line in the log", async () => {
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

test("beyond the key's limit each caller gets its own slot, in the body and as whole seconds", async () => {
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

test("one user cannot eat the key", async () => {
  const { route, asked } = routeFor();
  const replies = await Promise.all(Array.from({ length: 40 }, () => route(tokenRequest())));
  assert.equal(asked.length, 30);
  const { error_description } = await assertRefused(replies[39], 429, "rate_limited");
  assert.match(error_description, /this user/);
});

test("WorkOS's own 429 becomes a slot, and spares WorkOS until its pause is over", async () => {
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

test("a limiter that fails is told once, and the route goes on with memory", async () => {
  const limiter = { take: () => Promise.reject(new Error("ECONNREFUSED")), refused: () => Promise.reject(new Error()) };
  const { route, errors } = routeFor({ limiter });
  for (let count = 0; count < 3; count += 1) assert.equal((await route(tokenRequest())).status, 200);
  assert.deepEqual(
    errors.map(({ code }) => code),
    ["limiter_away"],
  );
});

test("authenticate is given what the framework passed", async () => {
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

test("a key that comes late is asked for with the first request", async () => {
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
  test(`options that cannot work are refused at once: ${words.source}`, () => {
    assert.throws(() => createTokenRoute(/** @type {any} */ (wrong)), { name: "TypeError", message: words });
  });
}

test("what is refused is not repeated: it may be a key", () => {
  const workos = "xk_live_secret";
  assert.throws(
    () => createTokenRoute({ ...GOOD, workos, scopes: ["widgets:sso:manage"] }),
    (/** @type {Error} */ { message }) => !message.includes(workos),
  );
});
