import assert from "node:assert/strict";
import { after, before, beforeEach, mock, test } from "node:test";
import { decodeJwt } from "jose";
import { startDemo } from "../../www/server/start.js";
import { createVisitor, organizations } from "./visitor.js";

const ROUTE = "/api/widget-token";
const WANTED = { organizationId: organizations.acme.id, widgetScope: "sso" };

/** @type {import("../../www/server/start.js").Demo} */
let demo;
/** @type {ReturnType<typeof createVisitor>} */
let ada;

before(async () => {
  demo = await startDemo();
});
after(() => demo.stop());
beforeEach(async () => {
  demo.faults?.clear();
  demo.workos?.reset();
  ada = createVisitor(demo.url);
  await ada.signIn("ada");
});

/** @param {Response} response */
async function claimsOf(response) {
  assert.equal(response.status, 200);
  return decodeJwt((await response.json()).token);
}

/**
 * @param {Response} response
 * @param {number} status
 * @param {string} error
 */
async function assertRefused(response, status, error) {
  const body = await response.json();
  assert.deepEqual({ status: response.status, error: body.error }, { status, error });
  // A hand-written route gives a failed request no slot.
  const isPaced = status === 429 || (status > 500 && "retry_in_ms" in body);
  assert.deepEqual(Object.keys(body), ["error", "error_description", ...(isPaced ? ["retry_in_ms"] : [])]);
  assert.equal(typeof body.error_description, "string");
  assert.equal(response.headers.get("Cache-Control"), "no-store");
  return body;
}

test("a signed-in member gets a token for the session's user", async () => {
  const response = await ada.post(ROUTE, WANTED);
  assert.equal(response.headers.get("Cache-Control"), "no-store");
  assert.equal(response.headers.get("ETag"), null, "an ETag would be a hash of the token");
  const body = await response.clone().json();
  assert.deepEqual(Object.keys(body), ["token", "expires_at"]);

  const claims = await claimsOf(response);
  assert.equal(claims.org_id, organizations.acme.id);
  assert.match(String(claims.sub), /ADA/);
  assert.deepEqual(claims.permissions, ["widgets:sso:manage"]);
});

for (const [widgetScope, permissions] of /** @type {[string | string[], string[]][]} */ ([
  ["dsync", ["widgets:dsync:manage"]],
  ["audit_logs", ["widgets:audit-log-streaming:manage"]],
  [["log_streams", "audit_logs"], ["widgets:audit-log-streaming:manage"]],
  ["widgets:users-table:manage", ["widgets:users-table:manage"]],
  [
    ["sso", "widgets:pipes:manage", "sso"],
    ["widgets:pipes:manage", "widgets:sso:manage"],
  ],
])) {
  test(`requests ${permissions} for widgetScope ${JSON.stringify(widgetScope)}`, async () => {
    const response = await ada.post(ROUTE, { ...WANTED, widgetScope });
    assert.deepEqual((await claimsOf(response)).permissions, permissions);
  });
}

test("answers 401 without a session", async () => {
  await assertRefused(await createVisitor(demo.url).post(ROUTE, WANTED), 401, "unauthorized");
});

test("answers 401 to a forged session cookie", async () => {
  const session = Buffer.from(JSON.stringify({ user: "ada" })).toString("base64");
  const headers = { Cookie: `demo_session=${session}`, "Content-Type": "application/json" };
  const response = await createVisitor(demo.url).post(ROUTE, WANTED, { headers });
  await assertRefused(response, 401, "unauthorized");
});

test("answers 403 for an organization of others, without calling WorkOS", async () => {
  const wanted = { ...WANTED, organizationId: organizations.kernel.id };
  await assertRefused(await ada.post(ROUTE, wanted), 403, "forbidden");
  assert.equal(demo.workos?.log.counters().total, 0);
});

test("ignores a user in the body", async () => {
  const claimed = { user: "grace", userId: "user_evil", user_id: "user_evil", sub: "user_evil" };
  const claims = await claimsOf(await ada.post(ROUTE, { ...WANTED, ...claimed }));
  assert.match(String(claims.sub), /ADA/);
  const nobody = createVisitor(demo.url);
  await assertRefused(await nobody.post(ROUTE, { ...WANTED, ...claimed }), 401, "unauthorized");
});

for (const body of [
  undefined,
  {},
  [],
  { widgetScope: "sso" },
  { organizationId: "user_1", widgetScope: "sso" },
  { organizationId: ["org_1"], widgetScope: "sso" },
  { organizationId: WANTED.organizationId },
  { ...WANTED, widgetScope: [] },
  { ...WANTED, widgetScope: "" },
  { ...WANTED, widgetScope: null },
  { ...WANTED, widgetScope: ["sso", 1] },
  { ...WANTED, widgetScope: [["sso"]] },
  { ...WANTED, widgetScope: "constructor" },
  { ...WANTED, widgetScope: "widgets:sso:read" },
]) {
  test(`answers ${JSON.stringify(body)} with 400`, async () => {
    await assertRefused(await ada.post(ROUTE, body), 400, "invalid_request");
    assert.equal(demo.workos?.log.counters().total, 0);
  });
}

test("answers malformed JSON with a 400 that does not repeat it", async () => {
  const headers = { "Content-Type": "application/json" };
  const response = await ada.post(ROUTE, undefined, { headers, body: '{"secret-thing' });
  assert.equal(response.status, 400);
  assert.doesNotMatch(await response.text(), /secret-thing/);
});

for (const [fault, status, error] of /** @type {[object, number, string][]} */ ([
  [{ kind: "status", status: 400 }, 400, "invalid_request"],
  [{ kind: "status", status: 422, body: { message: ["a", "b"] } }, 422, "invalid_request"],
  [{ kind: "status", status: 404 }, 404, "organization_not_found"],
  [{ kind: "status", status: 429 }, 429, "rate_limited"],
  [{ kind: "status", status: 500 }, 502, "server_error"],
  [{ kind: "status", status: 503, retryAfter: 9 }, 502, "server_error"],
  [{ kind: "drop" }, 502, "server_error"],
  [{ kind: "reply", status: 404, body: "<p>" }, 404, "organization_not_found"],
  [{ kind: "reply", status: 200, contentType: "text/html", body: "<p>" }, 502, "server_error"],
  [{ kind: "reply", status: 200, contentType: "application/json", body: "" }, 502, "server_error"],
])) {
  test(`turns WorkOS's ${JSON.stringify(fault)} into a ${status} ${error}, after one request`, async () => {
    demo.faults?.add({ ...fault, count: 1 });
    await assertRefused(await ada.post(ROUTE, WANTED), status, error);
    assert.equal(demo.workos?.log.counters().total, 1, "the browser retries");
  });
}

test("passes on the messages of a 422", async () => {
  demo.faults?.add({ kind: "status", status: 422, body: { message: ["a", "b"] }, count: 1 });
  const body = await assertRefused(await ada.post(ROUTE, WANTED), 422, "invalid_request");
  assert.equal(body.error_description, "a; b");
});

test("refuses a scope that belongs to no widget, without calling WorkOS", async () => {
  const wanted = { ...WANTED, widgetScope: "widgets:nothing:manage" };
  const body = await assertRefused(await ada.post(ROUTE, wanted), 400, "invalid_request");
  assert.match(body.error_description, /scope/);
  assert.equal(demo.workos?.log.counters().total, 0);
});

test("answers 404 for an organization deleted at WorkOS", async () => {
  await ada.signIn("grace");
  const { organizations } = await (await ada.get("/demo/organizations")).json();
  const wanted = { ...WANTED, organizationId: organizations.at(-1).id };
  await assertRefused(await ada.post(ROUTE, wanted), 404, "organization_not_found");
});

test("turns a 429 of WorkOS into a slot, and does not call WorkOS during the pause", async () => {
  demo.faults?.add({ kind: "status", status: 429, retryAfter: 17, count: 1 });
  for (let count = 0; count < 2; count += 1) {
    const response = await ada.post(ROUTE, WANTED);
    const { retry_in_ms } = await assertRefused(response.clone(), 429, "rate_limited");
    assert.ok(retry_in_ms > 0 && retry_in_ms <= 17_000);
    assert.equal(response.headers.get("Retry-After"), String(Math.ceil(retry_in_ms / 1_000)));
  }
  assert.equal(demo.workos?.log.counters().total, 1);
});

for (const status of [401, 403]) {
  test(`turns WorkOS's ${status} into a 500 and logs the cause: only the operator can fix it`, async () => {
    const printed = mock.method(console, "error", () => {});
    demo.faults?.add({ kind: "status", status, count: 1 });
    await assertRefused(await ada.post(ROUTE, WANTED), 500, "server_error");
    printed.mock.restore();
    const lines = printed.mock.calls.map((call) => String(call.arguments));
    assert.equal(lines.length, 1);
    assert.doesNotMatch(lines[0], /sk_/);
  });
}

test("answers 504 if WorkOS stalls past the server's time limit", async () => {
  const hasty = await startDemo({ workosTimeoutMs: 20 });
  const visitor = createVisitor(hasty.url);
  await visitor.signIn("ada");
  hasty.faults?.add({ kind: "stall" });
  await assertRefused(await visitor.post(ROUTE, WANTED), 504, "server_error");
  const seed = await visitor.post("/api/seed/widget-token", WANTED);
  await assertRefused(seed, 504, "server_error");
  await hasty.stop();
});
