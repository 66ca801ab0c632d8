import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { createLocalJWKSet, jwtVerify } from "jose";
import { createClock } from "../../www/server/clock.js";
import { startDemo } from "../../www/server/start.js";
import { apiKeys, askWorkos, organizations } from "./visitor.js";

const NOW_MS = Date.UTC(2024, 0, 15, 12, 0, 0, 900);
const NOW_SECONDS = Math.floor(NOW_MS / 1000);
const ORGANIZATION = organizations.acme.id;
const SCOPES = ["widgets:sso:manage", "widgets:pipes:manage"];

/** @type {import("../../www/server/start.js").Demo} */
let demo;

before(async () => {
  const clock = createClock({ realNow: () => NOW_MS });
  demo = await startDemo({ clock, monotonicNow: () => 0 });
});
after(() => demo.stop());
beforeEach(() => {
  demo.workos?.reset();
  demo.faults?.clear();
});

/**
 * @param {object} fields
 * @param {{ key?: string }} [options]
 */
async function ask(fields, options) {
  const reply = await askWorkos(demo.workosUrl, fields, options);
  return { status: reply.status, headers: reply.headers, body: await reply.json() };
}

/** @param {string} token */
async function verify(token) {
  const keys = await fetch(`${demo.workosUrl}/sso/jwks/client_local`);
  const options = { algorithms: ["RS256"], currentDate: new Date(NOW_MS) };
  return (await jwtVerify(token, createLocalJWKSet(await keys.json()), options)).payload;
}

test("scopes give a 201 with a JWT alone, which verifies and lives for an hour", async () => {
  const fields = { organization_id: ORGANIZATION, user_id: "user_1", scopes: SCOPES };
  const { status, body } = await ask(fields);
  assert.equal(status, 201);
  assert.deepEqual(Object.keys(body), ["token"]);

  const { iss, sub, org_id, sid, jti, permissions, iat, exp } = await verify(body.token);
  assert.ok(iss);
  assert.equal(sub, "user_1");
  assert.equal(org_id, ORGANIZATION);
  assert.match(String(sid), /^session_/);
  assert.ok(jti);
  assert.deepEqual(permissions, SCOPES);
  assert.equal(iat, NOW_SECONDS);
  assert.equal(exp, NOW_SECONDS + 3_600);
});

test("a token without a user has no subject", async () => {
  const { body } = await ask({ organization_id: ORGANIZATION, scopes: SCOPES });
  assert.equal((await verify(body.token)).sub, undefined);
});

test("the harness sets the lifetime of both contracts, and expires_in still takes precedence", async () => {
  assert.ok(demo.workos);
  demo.workos.settings.lifetimeSeconds = 90;
  const real = await ask({ organization_id: ORGANIZATION, scopes: SCOPES });
  assert.equal((await verify(real.body.token)).exp, NOW_SECONDS + 90);

  const seed = { organization_id: ORGANIZATION, widget_scope: "sso" };
  assert.equal(Date.parse((await ask(seed)).body.expires_at), NOW_MS + 90_000);
  const asked = await ask({ ...seed, expires_in: 45 });
  assert.equal(Date.parse(asked.body.expires_at), NOW_MS + 45_000);
});

for (const [what, scopes] of /** @type {[string, unknown][]} */ ([
  ["an empty array", []],
  ["an unknown scope", ["widgets:sso:manage", "widgets:nothing:manage"]],
  ["one of the seed's scopes", ["sso"]],
  ["a string", "widgets:sso:manage"],
  ["null", null],
])) {
  test(`${what} for scopes is a 422 with an array of messages`, async () => {
    const { status, body } = await ask({ organization_id: ORGANIZATION, scopes });
    assert.equal(status, 422);
    assert.equal(body.message.length, 1);
    assert.equal(body.error, undefined);
  });
}

test("a user_id that is not a string is a 422", async () => {
  const fields = { organization_id: ORGANIZATION, scopes: SCOPES, user_id: 7 };
  assert.equal((await ask(fields)).status, 422);
});

test("errors have a message instead of the seed's error_description", async () => {
  /** @type {[number, object, { key?: string }?][]} */
  const refused = [
    [400, { scopes: SCOPES }],
    [401, { organization_id: ORGANIZATION, scopes: SCOPES }, { key: "sk_test_unknown" }],
    [401, { organization_id: ORGANIZATION, scopes: SCOPES }, { key: apiKeys.live.secret }],
    [404, { organization_id: "org_01NOBODY", scopes: SCOPES }],
  ];
  for (const [expected, fields, options] of refused) {
    const { status, body } = await ask(fields, options);
    assert.equal(status, expected);
    assert.equal(typeof body.message, "string");
    assert.equal(body.error_description, undefined);
  }
});

test("this contract's limit is 6,000 requests a minute, counted apart from the seed's", async () => {
  const fields = { scopes: [] };
  // A refused request counts like any other, and needs no signature.
  for (let sent = 0; sent < 6_000; sent += 100) {
    const replies = await Promise.all(Array.from({ length: 100 }, () => ask(fields)));
    assert.ok(replies.every(({ status }) => status === 400));
  }
  const { status, headers, body } = await ask(fields);
  assert.equal(status, 429);
  assert.equal(headers.get("Retry-After"), "60");
  assert.equal(typeof body.message, "string");

  const seed = await ask({ organization_id: ORGANIZATION, widget_scope: "sso" });
  assert.equal(seed.status, 200);
});

test("a status fault uses this contract's error format", async () => {
  demo.faults?.add({ kind: "status", status: 503, retryAfter: 7, count: 1 });
  const { status, headers, body } = await ask({ organization_id: ORGANIZATION, scopes: SCOPES });
  assert.equal(status, 503);
  assert.equal(headers.get("Retry-After"), "7");
  assert.equal(typeof body.message, "string");
});
