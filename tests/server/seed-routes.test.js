import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { createClock } from "../../www/server/clock.js";
import { startDemo } from "../../www/server/start.js";
import { createVisitor, organizations } from "./visitor.js";

const NOW_MS = Date.UTC(2024, 0, 15, 12, 0, 0);
const SEED = "/api/seed/widget-token";
const EXAMPLE = "/api/seed-example/widget-token";
const WANTED = { organizationId: organizations.acme.id, widgetScope: "sso" };

/** @type {import("../../www/server/start.js").Demo} */
let demo;
/** @type {ReturnType<typeof createVisitor>} */
let ada;

before(async () => {
  demo = await startDemo({ clock: createClock({ realNow: () => NOW_MS }) });
});
after(() => demo.stop());
beforeEach(async () => {
  demo.faults?.clear();
  demo.workos?.reset();
  ada = createVisitor(demo.url);
  await ada.signIn("ada");
});

/** @param {Response} response */
async function read(response) {
  assert.equal(response.headers.get("Cache-Control"), "no-store");
  return { status: response.status, body: await response.json() };
}

for (const route of [SEED, EXAMPLE]) {
  test(`${route}: 401 without a session, 403 for an organization of others, 400 without one`, async () => {
    const nobody = await read(await createVisitor(demo.url).post(route, WANTED));
    assert.deepEqual([nobody.status, nobody.body.error], [401, "unauthorized"]);

    const foreign = { ...WANTED, organizationId: organizations.kernel.id };
    const refused = await read(await ada.post(route, foreign));
    assert.deepEqual([refused.status, refused.body.error], [403, "forbidden"]);

    const wrong = await read(await ada.post(route, { widgetScope: "sso" }));
    assert.deepEqual([wrong.status, wrong.body.error], [400, "invalid_request"]);
    assert.equal(demo.workos?.log.counters().total, 0);
  });
}

test("seed: passes on {token, expires_at} as the stand-in returned it", async () => {
  for (const widgetScope of ["sso", ["sso"]]) {
    const { status, body } = await read(await ada.post(SEED, { ...WANTED, widgetScope }));
    assert.equal(status, 200);
    assert.match(body.token, /^widget_/);
    assert.equal(body.expires_at, "2024-01-15T12:10:00.000Z");
  }
});

test("seed: ?expires_in= sets the lifetime, and an invalid value gets WorkOS's 400", async () => {
  const { body } = await read(await ada.post(`${SEED}?expires_in=30`, WANTED));
  assert.equal(body.expires_at, "2024-01-15T12:00:30.000Z");
  const wrong = await read(await ada.post(`${SEED}?expires_in=soon`, WANTED));
  assert.equal(wrong.status, 400);
  assert.match(wrong.body.error_description, /^expires_in/);
});

test("seed: accepts one scope at a time, and only the seed's scopes", async () => {
  const two = { ...WANTED, widgetScope: ["sso", "dsync"] };
  assert.equal((await read(await ada.post(SEED, two))).status, 400);
  const full = { ...WANTED, widgetScope: "widgets:sso:manage" };
  const refused = await read(await ada.post(SEED, full));
  assert.match(refused.body.error_description, /^Invalid widget_scope/);
});

test("seed: passes on an error with its status, body and Retry-After, including a date", async () => {
  const body = { error: "invalid_request", error_description: "no" };
  for (const [status, retryAfter, expected] of [
    [429, 12, "12"],
    [503, "date", "Mon, 15 Jan 2024 12:00:05 GMT"],
    [401, undefined, null],
    [404, undefined, null],
  ]) {
    demo.faults?.add({ kind: "status", status, retryAfter, body, count: 1 });
    const response = await ada.post(SEED, WANTED);
    assert.equal(response.headers.get("Retry-After"), expected);
    assert.deepEqual(await read(response), { status, body });
  }
});

test("seed: passes on any other WorkOS reply unchanged", async () => {
  const html = "<!doctype html><title>Sign in</title>";
  demo.faults?.add({ kind: "reply", status: 200, contentType: "text/html", body: html, count: 1 });
  const response = await ada.post(SEED, WANTED);
  assert.equal(response.headers.get("Content-Type"), "text/html");
  assert.equal(await response.text(), html);
});

test("seed: answers 502 if WorkOS cannot be reached", async () => {
  demo.faults?.add({ kind: "drop", count: 1 });
  const { status, body } = await read(await ada.post(SEED, WANTED));
  assert.deepEqual([status, body.error], [502, "server_error"]);
});

test("example: returns an opaque {token} alone, for any scope", async () => {
  const { status, body } = await read(await ada.post(EXAMPLE, { organizationId: WANTED.organizationId }));
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ["token"]);
  assert.match(body.token, /^widget_/);
});

test("example: returns its own two errors", async () => {
  demo.faults?.add({ kind: "status", status: 404, count: 1 });
  const missing = { status: 404, body: { error: "Organization not found" } };
  assert.deepEqual(await read(await ada.post(EXAMPLE, WANTED)), missing);

  const failed = { status: 500, body: { error: "Failed to generate token" } };
  for (const fault of [{ kind: "status", status: 429 }, { kind: "drop" }]) {
    demo.faults?.add({ ...fault, count: 1 });
    assert.deepEqual(await read(await ada.post(EXAMPLE, WANTED)), failed);
  }
});
