import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { createClock } from "../../www/server/clock.js";
import { startDemo } from "../../www/server/start.js";
import { shell } from "./curl.js";
import { apiKeys, askWorkos, organizations } from "./visitor.js";

const NOW_MS = Date.UTC(2024, 0, 15, 12, 35, 0, 250);

/** @type {import("../../www/server/start.js").Demo} */
let demo;

before(async () => {
  const clock = createClock({ realNow: () => NOW_MS });
  // The rate limit's clock stands still, so that 600 requests always fall into one minute.
  demo = await startDemo({ clock, monotonicNow: () => 0 });
});
after(() => demo.stop());
beforeEach(() => {
  demo.workos?.reset();
  demo.faults?.clear();
});

/**
 * @param {string} script
 * @param {Record<string, string>} [variables]
 */
function curl(script, variables) {
  return shell(script, {
    WORKOS_URL: demo.workosUrl,
    WORKOS_API_KEY: apiKeys.test.secret,
    ORG_ID: organizations.acme.id,
    ...variables,
  });
}

// The reference's own commands, with the host, the key and the quoting corrected.

const EXAMPLE_REQUEST = `curl -si -X POST $WORKOS_URL/widgets/token \\
  -H "Authorization: Bearer $WORKOS_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{ "organization_id": "org_01H5K5Z4J8T9D3G2F1N6M8V7C4", "widget_scope": "sso", "expires_in": 600 }'`;

const VERIFICATION = `curl -si -X POST $WORKOS_URL/widgets/token \\
  -H "Authorization: Bearer $WORKOS_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d "{ \\"organization_id\\": \\"$ORG_ID\\", \\"widget_scope\\": \\"sso\\" }"`;

/** @param {string} body */
function withBody(body) {
  return `curl -si -X POST $WORKOS_URL/widgets/token -H "Authorization: Bearer $WORKOS_API_KEY" \
    -H "Content-Type: application/json" -d '${body}'`;
}

test("the example request gives a token with the requested lifetime of 600 seconds", async () => {
  const { status, headers, body } = await curl(EXAMPLE_REQUEST);
  assert.equal(status, 200);
  assert.match(body.token, /^widget_\w+$/);
  assert.equal(body.expires_at, "2024-01-15T12:45:00.250Z");
  assert.deepEqual(Object.keys(body), ["token", "expires_at"]);
  assert.equal(headers.get("Date"), "Mon, 15 Jan 2024 12:35:00 GMT");
});

test("the verification command gives a widget_ token with the default lifetime of 600 seconds", async () => {
  const { status, body } = await curl(VERIFICATION);
  assert.equal(status, 200);
  assert.match(body.token, /^widget_/);
  assert.equal(Date.parse(body.expires_at), NOW_MS + 600_000);
});

test("each of the four scopes gives a token, and no two tokens are equal", async () => {
  const tokens = new Set();
  for (const scope of ["sso", "dsync", "audit_logs", "log_streams"]) {
    const fields = { organization_id: organizations.acme.id, widget_scope: scope };
    const reply = await askWorkos(demo.workosUrl, fields);
    assert.equal(reply.status, 200);
    tokens.add((await reply.json()).token);
  }
  assert.equal(tokens.size, 4);
});

test("a missing organization_id is refused with the seed's message", async () => {
  const { status, body } = await curl(withBody('{"widget_scope":"sso"}'));
  assert.equal(status, 400);
  assert.deepEqual(body, {
    error: "invalid_request",
    error_description: "organization_id is required",
  });
});

for (const [what, body, description] of [
  ["no widget_scope", '{"organization_id":"org_1"}', /^widget_scope is required$/],
  ["an unknown widget_scope", '{"organization_id":"org_1","widget_scope":"x"}', /^Invalid widget_scope/],
  ["a widget_scope that is an array", '{"organization_id":"org_1","widget_scope":["sso"]}', /^Invalid/],
  ["another kind of ID", '{"organization_id":"user_1","widget_scope":"sso"}', /starts with org_/],
  ["malformed JSON", '{"organization_id":', /JSON object/],
  ["an array", "[]", /JSON object/],
  ["null", "null", /JSON object/],
]) {
  test(`${what} is a 400`, async () => {
    const reply = await curl(withBody(String(body)));
    assert.equal(reply.status, 400);
    assert.equal(reply.body.error, "invalid_request");
    assert.match(reply.body.error_description, /** @type {RegExp} */ (description));
  });
}

for (const lifetime of [0, -1, 1.5, 86_401, "600", null]) {
  test(`expires_in ${JSON.stringify(lifetime)} is a 400`, async () => {
    const fields = { organization_id: organizations.acme.id, widget_scope: "sso" };
    const reply = await askWorkos(demo.workosUrl, { ...fields, expires_in: lifetime });
    assert.equal(reply.status, 400);
    assert.match((await reply.json()).error_description, /^expires_in must be/);
  });
}

test("an oversized body is a 413 in JSON", async () => {
  const reply = await askWorkos(demo.workosUrl, { widget_scope: "x".repeat(200_000) });
  assert.equal(reply.status, 413);
  assert.equal((await reply.json()).error, "invalid_request");
});

test("a body without a JSON content type is a 400", async () => {
  const { status, body } = await curl(VERIFICATION.replace("application/json", "text/plain"));
  assert.equal(status, 400);
  assert.equal(body.error, "invalid_request");
});

test("no Authorization header is a 401", async () => {
  const { status, body } = await curl(VERIFICATION.replace(/-H "Authorization[^\\]*\\/, "\\"));
  assert.equal(status, 401);
  assert.deepEqual(Object.keys(body), ["error", "error_description"]);
});

for (const [what, key] of [
  ["a key that does not start with sk_", "pk_test_local"],
  ["an unknown key", "sk_test_unknown"],
  ["an empty key", ""],
  ["a production key for a test organization", apiKeys.live.secret],
]) {
  test(`${what} is a 401`, async () => {
    const { status, body } = await curl(VERIFICATION, { WORKOS_API_KEY: key });
    assert.equal(status, 401);
    assert.equal(body.error, "unauthorized");
    assert.ok(key === "" || !JSON.stringify(body).includes(key), "the key is not repeated");
  });
}

test("a test key for a production organization is a 401, and a production key a 200", async () => {
  const ORG_ID = organizations.live.id;
  assert.equal((await curl(VERIFICATION, { ORG_ID })).status, 401);
  const WORKOS_API_KEY = apiKeys.live.secret;
  assert.equal((await curl(VERIFICATION, { ORG_ID, WORKOS_API_KEY })).status, 200);
});

test("an organization that does not exist is a 404", async () => {
  const { status, body } = await curl(VERIFICATION, { ORG_ID: "org_01NOBODY" });
  assert.equal(status, 404);
  assert.deepEqual(Object.keys(body), ["error", "error_description"]);
});

test("without a valid key, the reply does not reveal whether the body is valid", async () => {
  assert.equal((await curl(withBody("{"), { WORKOS_API_KEY: "sk_no" })).status, 401);
});

test("after 600 requests in a minute a key gets 429 with Retry-After, and another key does not", async () => {
  // Invalid requests count like any other, and cost less time.
  for (let sent = 0; sent < 600; sent += 1) {
    const reply = await askWorkos(demo.workosUrl, {});
    assert.equal(reply.status, 400);
    await reply.arrayBuffer();
  }
  const { status, headers, body } = await curl(VERIFICATION);
  assert.equal(status, 429);
  assert.equal(headers.get("Retry-After"), "60");
  assert.deepEqual(Object.keys(body), ["error", "error_description"]);

  const other = await curl(VERIFICATION, { WORKOS_API_KEY: apiKeys.spare.secret });
  assert.equal(other.status, 200);
  assert.equal((await curl(VERIFICATION, { WORKOS_API_KEY: "sk_no" })).status, 401);
});

test("a server error is a 500 with an error body", async () => {
  demo.faults?.add({ kind: "status", status: 500, count: 1 });
  const { status, body } = await curl(VERIFICATION);
  assert.equal(status, 500);
  assert.deepEqual(Object.keys(body), ["error", "error_description"]);
  assert.equal((await curl(VERIFICATION)).status, 200);
});

test("an unknown path is a 404 in JSON", async () => {
  const { status, body } = await curl("curl -si $WORKOS_URL/widgets/other");
  assert.equal(status, 404);
  assert.equal(body.error, "not_found");
});
