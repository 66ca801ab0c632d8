import assert from "node:assert/strict";
import { isFull } from "../../extent.js";
import { httpDate } from "./tokens.js";
import { testCasesInPage, testInPage } from "./visit.js";

/** Reads once, without waiting for a retry. */
const ask = ({ endpoint }) => outcome(createTokenManager({ endpoint }).getToken(sso, { waitTimeoutMs: 0 }));

const said = "organization_id is required";
/** @type {[string, object, RegExp | undefined][]} */
const BODIES = [
  [
    "{error, error_description}",
    { json: { error: "invalid_request", error_description: said } },
    /^organization_id is required$/,
  ],
  ["{error}", { json: { error: "Organization not found" } }, /^Organization not found$/],
  ["{message: text}", { json: { message: "Organization not found: 'org_1'." } }, /^Organization not found: 'org_1'\.$/],
  [
    "{message: [texts]}",
    { json: { message: ["id must be a string", "names must not be empty"] } },
    /id must be a string.+names must not be empty/,
  ],
  ["{message, error, statusCode}", { json: { statusCode: 400, message: ["no id"], error: "Bad Request" } }, /^no id$/],
  ["HTML", { body: "<!doctype html><h1>Bad gateway</h1>" }, undefined],
  ["nothing", { body: "" }, undefined],
  ["JSON null", { json: null }, undefined],
  ["a JSON array", { json: ["no"] }, undefined],
  ["messages that are not strings", { json: { error: { code: 1 }, message: [], error_description: 5 } }, undefined],
];

/** @type {[number, string][]} */
const STATUSES = [
  [400, "invalid_request"],
  [404, "organization_not_found"],
  [500, "server_error"],
];

testCasesInPage(
  "a refusal by its status and body",
  {},
  BODIES.flatMap(([what, reply, description]) =>
    STATUSES.map(([status, code]) => [`a ${status} with ${what} is ${code}`, { status, code, reply, description }]),
  ),
  async ({ run, route }, { status, code, reply, description }) => {
    route.answer({ status, ...reply });
    const { error } = await run(ask);
    assert.equal(error.code, code);
    assert.equal(error.status, status);
    if (description) assert.match(error.description, description);
    else assert.doesNotMatch(`${error.description ?? ""} ${error.message}`, /<|object Object|null/);
    if (description) assert.ok(error.message.includes(error.description), "the message contains the description");
    assert.match(error.message, new RegExp(`${status}`));
    assert.deepEqual(error.key, { organizationId: "org_1", widgetScope: "sso" });
    assert.equal(error.attempts, 1);
  },
);

testInPage("a 400 that mentions the scope is invalid_scope", {}, async ({ run, route }) => {
  route.answer({
    status: 400,
    json: { error: "invalid_request", error_description: "widget_scope is none of the four" },
  });
  assert.equal((await run(ask)).error.code, "invalid_scope");
});

const secret = "sk_live_0123456789";
/** @type {[string, object, string][]} */
const UNUSABLE = [
  ["an HTML login page", { body: "<!doctype html><form>Sign in</form>" }, "invalid_response"],
  ["an empty body", { body: "" }, "invalid_response"],
  ["truncated JSON", { body: '{"token":"abc' }, "invalid_response"],
  ["an empty token", { json: { token: "" } }, "invalid_response"],
  ["a token of spaces", { json: { token: "  " } }, "invalid_response"],
  ["a token with a line break", { json: { token: "a\nb" } }, "invalid_response"],
  ["no token", { json: { ok: true } }, "invalid_response"],
  ["a null token", { json: { token: null } }, "invalid_response"],
  ["a number as the token", { json: { token: 5 } }, "invalid_response"],
  ["an object as the token", { json: { token: { token: "abc" } } }, "invalid_response"],
  ["JSON null", { json: null }, "invalid_response"],
  ["a JSON array", { json: [{ token: "abc" }] }, "invalid_response"],
  ["a JSON number", { json: 5 }, "invalid_response"],
  ["JSON true", { json: true }, "invalid_response"],
  ["an empty JSON string", { json: "" }, "invalid_response"],
  ["an error with status 200", { json: { error: "Organization not found" } }, "invalid_response"],
  ["a secret key as the token", { json: { token: secret } }, "secret_exposed"],
  ["a bare secret key", { json: secret }, "secret_exposed"],
  ["a secret key after a space", { json: { token: ` ${secret}` } }, "secret_exposed"],
];

testCasesInPage(
  "a 200 without a usable token",
  {},
  UNUSABLE.map(([what, reply, code]) => [
    `a 200 with ${what} rejects with ${code}, and is not cached`,
    { reply, code },
  ]),
  async ({ run, route }, { reply, code }) => {
    route.answer(reply);
    const { error, snapshot, events } = await run(async ({ endpoint }) => {
      const events = [];
      const tokens = createTokenManager({ endpoint });
      tokens.on("token", () => events.push("token"));
      tokens.on("error", (event) => events.push(JSON.stringify(event.error.message)));
      const { error } = await outcome(tokens.getToken(sso));
      const { status, token } = tokens.source(sso).peek();
      return { error, snapshot: { status, hasToken: token !== undefined }, events };
    });
    assert.equal(error.code, code);
    assert.equal(error.status, 200);
    assert.equal(error.transient, false);
    assert.equal(error.isTokenError, true);
    assert.ok(!JSON.stringify(error).includes(secret), "the secret is not in the error");
    assert.deepEqual(snapshot, { status: "failed", hasToken: false });
    assert.equal(events.length, 1);
    assert.ok(!events[0].includes(secret));
    assert.equal(route.requests.length, 1);
  },
);

/** @type {[string, object, string][]} */
const LATER = [
  ...(isFull ? UNUSABLE : UNUSABLE.slice(0, 1)),
  ["a 401", { status: 401, json: { error: "unauthorized" } }, "unauthorized"],
  ["a 404", { status: 404, json: { error: "Organization not found" } }, "organization_not_found"],
];

testCasesInPage(
  "a failed renewal",
  { clock: true },
  LATER.map(([what, reply, code]) => [`a valid token is still returned if a renewal gets ${what}`, { reply, code }]),
  async ({ run, route, advance, now }, { reply, code }) => {
    route.answer([{ json: { token: "good", expires_in: 600 }, headers: { Date: httpDate(now()) } }, reply]);
    await run(({ endpoint }) => {
      globalThis.source = createTokenManager({ endpoint }).source(sso);
      source.subscribe(() => {});
      return source.getToken();
    });
    await advance(556_000);
    assert.equal(route.requests.length, 2);
    const snapshot = await run(() => ({ ...source.peek(), error: report(source.peek().error) }));
    assert.equal(snapshot.token, "good");
    assert.equal(snapshot.status, "failed");
    assert.equal(snapshot.error.code, code);
    assert.deepEqual(await run(() => outcome(source.getToken())), { token: "good" });
    await advance(43_000);
    assert.equal(await run(() => source.peek().token), "good");
    assert.deepEqual(await run(() => outcome(source.getToken())), { token: "good" });
    await advance(1_000);
    assert.equal(await run(() => source.peek()?.token), undefined, "an expired token is not returned");
  },
);
