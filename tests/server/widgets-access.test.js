import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { generateKeyPair, SignJWT } from "jose";
import { createClock } from "../../www/server/clock.js";
import { startDemo } from "../../www/server/start.js";
import { signToken } from "../../www/server/workos/jwt.js";
import { organizations } from "./visitor.js";
import { ask, claimsOf, MOUNT_PATHS, people, tokenFor } from "./widget.js";

const START_MS = Date.UTC(2024, 0, 15, 12, 0, 0);
const MEMBERS = "/UserManagement/members";
const LIFE_SECONDS = 600;

let nowMs = START_MS;
/** @type {import("../../www/server/start.js").Demo} */
let demo;

before(async () => {
  const clock = createClock({ realNow: () => nowMs });
  demo = await startDemo({ clock, tokenLifetimeSeconds: LIFE_SECONDS });
});
after(() => demo.stop());
beforeEach(() => {
  nowMs = START_MS;
  demo.workos?.reset();
});

/**
 * @param {Promise<Response>} reply
 * @param {number} status
 * @param {string} code
 */
async function assertRefused(reply, status, code) {
  const response = await reply;
  assert.equal(response.status, status);
  const body = await response.json();
  assert.equal(body.code, code);
  assert.equal(typeof body.message, "string", "the components show the message");
}

/** Claims that are valid but for what the test changes. */
function goodClaims() {
  const iat = nowMs / 1000;
  const permissions = ["widgets:users-table:manage"];
  return { sub: people.ada.id, org_id: organizations.acme.id, sid: "session_1", jti: "token_1", permissions, iat };
}

for (const [type, path, scope] of MOUNT_PATHS) {
  test(`answers ${path} to a token with ${scope ?? "any scope, and a user"}`, async () => {
    const token = await tokenFor(demo, { scopes: [scope ?? "widgets:sso:manage"] });
    assert.equal((await ask(demo, path, { token, type })).status, 200);
  });

  test(`answers ${path} with 401 without a token, and with 403 to an expired one`, async () => {
    await assertRefused(ask(demo, path, { type }), 401, "no_token");
    const token = await tokenFor(demo, { scopes: [scope ?? "widgets:sso:manage"] });
    nowMs += LIFE_SECONDS * 1000;
    await assertRefused(ask(demo, path, { token, type }), 403, "expired");
  });
}

for (const [type, path, scope] of MOUNT_PATHS) {
  if (scope === null) continue;
  test(`answers ${path} with 403 to every scope but ${scope}`, async () => {
    const scopes = new Set(MOUNT_PATHS.flatMap(([, , other]) => (other === null || other === scope ? [] : [other])));
    const token = await tokenFor(demo, { scopes: [...scopes] });
    await assertRefused(ask(demo, path, { token, type }), 403, "forbidden");
  });

  test(`answers ${path} without a user`, async () => {
    const token = await tokenFor(demo, { scopes: [scope], userId: null });
    assert.equal((await ask(demo, path, { token, type })).status, 200);
  });
}

for (const path of ["/UserProfile/me", "/UserProfile/sessions", "/UserManagement/organizations"]) {
  test(`answers ${path} with 403 to a token without a user, or of an unknown user`, async () => {
    for (const userId of [null, "user_unknown"]) {
      const token = await tokenFor(demo, { userId });
      await assertRefused(ask(demo, path, { token }), 403, "forbidden");
    }
  });
}

test("a link to the Admin Portal needs the scope of its intent", async () => {
  const token = await tokenFor(demo, { scopes: ["widgets:sso:manage"] });
  const link = (/** @type {string} */ intent) =>
    ask(demo, `/admin-portal/generate-link?intent=${intent}`, { token, method: "POST" });
  assert.equal((await link("sso")).status, 201);
  await assertRefused(link("domain_verification"), 403, "forbidden");
  await assertRefused(link("log_streams"), 403, "forbidden");
  await assertRefused(link("nothing"), 400, "invalid_request");
});

test("accepts a token until the second of its exp, by the server's clock", async () => {
  const token = await tokenFor(demo);
  nowMs = START_MS + LIFE_SECONDS * 1000 - 1;
  assert.equal((await ask(demo, MEMBERS, { token })).status, 200);
  nowMs += 1;
  await assertRefused(ask(demo, MEMBERS, { token }), 403, "expired");
  demo.clock.offsetMs = -1;
  assert.equal((await ask(demo, MEMBERS, { token })).status, 200);
  demo.clock.offsetMs = 0;
});

test("rejects a token that another key signed, whatever its claims", async () => {
  const { privateKey } = await generateKeyPair("RS256");
  const header = { alg: "RS256", kid: "local-widget-tokens" };
  const claims = { ...goodClaims(), exp: nowMs / 1000 + LIFE_SECONDS };
  const token = await new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
  await assertRefused(ask(demo, MEMBERS, { token }), 403, "unknown");
  const expired = await new SignJWT({ ...claims, exp: 1 }).setProtectedHeader(header).sign(privateKey);
  await assertRefused(ask(demo, MEMBERS, { token: expired }), 403, "unknown");
});

for (const [what, mangle] of /** @type {[string, (token: string) => string][]} */ ([
  ["a modified payload", (token) => token.replace(/\.(.{20})./, ".$1x")],
  ["no signature", (token) => token.replace(/[^.]*$/, "")],
  ["alg none", (token) => `${btoa('{"alg":"none"}')}.${token.split(".")[1]}.`],
  ["the seed's opaque form", () => "widget_01H5K5ZABC123XYZ"],
  ["an API key instead of a token", () => "sk_test_local_opens_nothing_real"],
])) {
  test(`rejects ${what}`, async () => {
    await assertRefused(ask(demo, MEMBERS, { token: mangle(await tokenFor(demo)) }), 403, "unknown");
  });
}

test("rejects schemes other than Bearer", async () => {
  const headers = { Authorization: `Basic ${await tokenFor(demo)}` };
  await assertRefused(ask(demo, MEMBERS, { headers }), 403, "unknown");
});

test("rejects a token of an unknown organization, or without an expiry", async () => {
  const exp = nowMs / 1000 + LIFE_SECONDS;
  assert.equal((await ask(demo, MEMBERS, { token: await signToken({ ...goodClaims(), exp }) })).status, 200);
  const foreign = await signToken({ ...goodClaims(), exp, org_id: "org_unknown" });
  await assertRefused(ask(demo, MEMBERS, { token: foreign }), 403, "unknown");
  await assertRefused(ask(demo, MEMBERS, { token: await signToken(goodClaims()) }), 403, "unknown");
});

test("treats permissions that are not a list as none", async () => {
  const claims = { ...goodClaims(), exp: nowMs / 1000 + LIFE_SECONDS, permissions: "widgets:users-table:manage" };
  await assertRefused(ask(demo, MEMBERS, { token: await signToken(claims) }), 403, "forbidden");
});

test("answers an unknown path with 401 without a token, and with 404 otherwise", async () => {
  await assertRefused(ask(demo, "/Nothing/here"), 401, "no_token");
  await assertRefused(ask(demo, "/Nothing/here", { token: await tokenFor(demo) }), 404, "not_found");
});

test("turns every refusal into a 401 on request, until the reset", async () => {
  assert.ok(demo.workos);
  const { widgets } = demo.workos;
  widgets.settings.refuseWith = { "no token": 401, unknown: 401, expired: 401, forbidden: 401 };
  await assertRefused(ask(demo, MEMBERS), 401, "no_token");
  await assertRefused(ask(demo, MEMBERS, { token: "x" }), 401, "unknown");
  const token = await tokenFor(demo);
  nowMs += LIFE_SECONDS * 1000;
  await assertRefused(ask(demo, MEMBERS, { token }), 401, "expired");
  demo.workos.reset();
  await assertRefused(ask(demo, MEMBERS, { token }), 403, "expired");
});

test("tokens carry the claims that the components read, in a form that atob can decode", async () => {
  for (const person of Object.values(people)) {
    const { sub, sid, org_id, permissions, iat, exp, jti } = claimsOf(await tokenFor(demo, { userId: person.id }));
    assert.deepEqual(permissions, ["widgets:users-table:manage"]);
    assert.equal(sub, person.id);
    assert.equal(sid, person.sessionId, "the same in every token of a user");
    assert.equal(org_id, organizations.acme.id);
    assert.equal(exp - iat, LIFE_SECONDS);
    assert.match(jti, /^token_/);
  }
});
