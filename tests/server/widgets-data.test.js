import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { demoUsers } from "../../www/server/app/users.js";
import { startDemo } from "../../www/server/start.js";
import { organizationsOf } from "../../www/server/workos/people.js";
import { createTenants } from "../../www/server/workos/widgets/tenants.js";
import { organizations } from "./visitor.js";
import { ask, claimsOf, people, tokenFor } from "./widget.js";

const ALL_SCOPES = ["users-table", "sso", "domain-verification", "api-keys", "dsync"].map(
  (widget) => `widgets:${widget}:manage`,
);

/** @type {import("../../www/server/start.js").Demo} */
let demo;
/** @type {string} */
let token;

before(async () => {
  demo = await startDemo();
  token = await tokenFor(demo, { scopes: ALL_SCOPES });
});
after(() => demo.stop());
beforeEach(() => demo.workos?.reset());

/**
 * @param {string} path
 * @param {{ token?: string, method?: string, body?: unknown }} [options]
 */
async function read(path, options) {
  const reply = await ask(demo, path, { token, ...options });
  assert.ok(reply.ok, `${path} is a ${reply.status}`);
  return reply.json();
}

/** @param {{ email: string }[]} members */
function emails(members) {
  return members.map(({ email }) => email);
}

for (const [name, { id }] of Object.entries(organizations)) {
  if (name === "live") continue;
  test(`${name} has members, a connection, two domains, two keys and a directory`, async () => {
    const own = { token: await tokenFor(demo, { scopes: ALL_SCOPES, organization: { id }, userId: null }) };
    const { data: members } = await read("/UserManagement/members", own);
    assert.ok(members.length >= 4 && members.length <= 6);
    assert.ok(members.some((/** @type {{ status: string }} */ { status }) => status === "Invited"));
    const [connection, ...others] = await read("/admin-portal/sso-connections", own);
    assert.equal(connection.state, "Active");
    assert.deepEqual(others, []);
    const { data: domains } = await read("/admin-portal/organization-domains", own);
    const states = domains.map((/** @type {{ state: string }} */ { state }) => state);
    assert.deepEqual(states, ["Verified", "Pending"]);
    assert.equal((await read("/ApiKeys/organization-api-keys", own)).data.length, 2);
    assert.equal((await read("/directory-sync/directories", own)).data.length, 1);
  });
}

test("an organization without any set-up has empty lists", async () => {
  const { members, ssoConnections, domains } = createTenants(demo.clock).get(organizations.live.id);
  assert.deepEqual([members, ssoConnections, domains], [[], [], []]);
});

test("lists the members, marks the caller, and narrows by search or role", async () => {
  const { data } = await read("/UserManagement/members?limit=10");
  assert.deepEqual(data.filter((/** @type {any} */ member) => member.isLoggedInUser)[0].id, people.ada.id);
  assert.equal(data.filter((/** @type {any} */ member) => member.isLoggedInUser).length, 1);
  assert.deepEqual(emails((await read("/UserManagement/members?search=HOPPER")).data), ["grace@acme.example"]);
  assert.deepEqual(emails((await read("/UserManagement/members?role=billing")).data), ["katherine@acme.example"]);
});

test("invites members, sets their roles and removes them, in one organization alone", async () => {
  const count = async (/** @type {string} */ with_) =>
    (await read("/UserManagement/members", { token: with_ })).data.length;
  const other = await tokenFor(demo, { scopes: ALL_SCOPES, organization: organizations.analytical });
  const before = [await count(token), await count(other)];

  const invitation = { email: "zoe@acme.example", roles: ["admin"] };
  await read("/UserManagement/invite-user", { method: "POST", body: invitation });
  const invited = (await read("/UserManagement/members")).data.at(-1);
  assert.equal(invited.email, "zoe@acme.example");
  assert.equal(invited.roles[0].slug, "admin");
  await read(`/UserManagement/members/${invited.id}`, { method: "POST", body: { roles: ["billing"] } });
  await read(`/UserManagement/invites/${invited.id}/resend`, { method: "POST" });
  await read(`/UserManagement/invites/${invited.id}`, { method: "DELETE" });
  const revoked = (await read("/UserManagement/members")).data.at(-1);
  assert.deepEqual([revoked.status, revoked.roles[0].slug], ["InviteRevoked", "billing"]);
  await read(`/UserManagement/members/${people.alan.id}`, { method: "DELETE" });

  assert.deepEqual([await count(token), await count(other)], before);
  demo.workos?.reset();
  assert.ok(
    emails((await read("/UserManagement/members")).data).includes("alan@acme.example"),
    "a reset undoes all changes",
  );
});

test("returns the profile of the token's user, and changes the name", async () => {
  assert.equal((await read("/UserProfile/me")).email, "ada@acme.example");
  const grace = { token: await tokenFor(demo, { userId: people.grace.id }) };
  assert.equal((await read("/UserProfile/me", grace)).email, "grace@acme.example");
  await read("/UserProfile/me", { method: "POST", body: { firstName: "Augusta", email: "x", id: "x" } });
  const me = await read("/UserProfile/me");
  assert.deepEqual([me.firstName, me.email, me.id], ["Augusta", "ada@acme.example", people.ada.id]);
  assert.equal((await read("/UserProfile/me", grace)).firstName, "Grace");
  demo.workos?.reset();
  assert.equal((await read("/UserProfile/me")).firstName, "Ada");
});

test("lists three sessions, the token's among them, revokes one, then all others", async () => {
  const { sid } = claimsOf(token);
  const ids = async () => (await read("/UserProfile/sessions")).data.map((/** @type {any} */ { id }) => id);
  const [own, second, third] = await ids();
  assert.equal(own, sid);
  await read(`/UserProfile/sessions/revoke/${third}`, { method: "DELETE" });
  assert.deepEqual(await ids(), [own, second]);
  await read("/UserProfile/sessions/revoke-all", { method: "DELETE", body: { currentSessionId: own } });
  assert.deepEqual(await ids(), [own]);
});

test("deletes a domain, and verifies it again", async () => {
  const [verified, pending] = (await read("/admin-portal/organization-domains")).data;
  const again = await read(`/admin-portal/organization-domains/${pending.id}/reverify`, { method: "POST" });
  assert.deepEqual(again, pending);
  await read(`/admin-portal/organization-domains/${verified.id}`, { method: "DELETE" });
  assert.deepEqual((await read("/admin-portal/organization-domains")).data, [pending]);
});

test("creates an API key, shows it once, finds it, expires and deletes it", async () => {
  const keys = async (search = "") => (await read(`/ApiKeys/organization-api-keys?search=${search}`)).data;
  const body = { name: "Scratch", permissions: ["reports:read"] };
  const made = await read("/ApiKeys/organization-api-keys", { method: "POST", body });
  assert.ok(made.value.endsWith(made.obfuscatedValue.slice(-4)));
  const [listed] = await keys("scratch");
  assert.equal(listed.id, made.id);
  assert.equal(listed.value, undefined);
  assert.equal(listed.expiresAt, null);
  const expiresAt = "2030-01-01T00:00:00.000Z";
  await read(`/ApiKeys/${made.id}/expire`, { method: "POST", body: { expiresAt } });
  assert.equal((await keys("scratch"))[0].expiresAt, expiresAt);
  await read(`/ApiKeys/${made.id}`, { method: "DELETE" });
  assert.equal((await keys()).length, 2);
});

test("answers 404 for what does not exist", async () => {
  for (const [method, path] of [
    ["DELETE", "/UserManagement/members/user_nobody"],
    ["DELETE", "/UserProfile/sessions/revoke/session_none"],
    ["POST", "/admin-portal/organization-domains/org_domain_none/reverify"],
    ["DELETE", "/ApiKeys/api_key_none"],
  ]) {
    assert.equal((await ask(demo, path, { token, method })).status, 404, path);
  }
});

test("a link to the Admin Portal leads to a page", async () => {
  const { link } = await read("/admin-portal/generate-link?intent=sso", { method: "POST" });
  const page = await fetch(link, { method: "POST" });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /Admin Portal/);
});

test("the app's users are members of the organizations that it offers them", () => {
  const known = new Set(Object.values(organizations).map(({ id }) => id));
  for (const { workosUserId, organizations: offered } of demoUsers().values()) {
    const here = organizationsOf(String(workosUserId)).map(({ id }) => id);
    assert.deepEqual(
      offered.map(({ id }) => id).filter((id) => known.has(id)),
      here,
    );
  }
});

test("OrganizationSwitcher gets the user's organizations, and the token's one is marked", async () => {
  const { acme, analytical } = organizations;
  assert.deepEqual((await read("/UserManagement/organizations")).data, [
    { id: acme.id, name: acme.name, current: true },
    { id: analytical.id, name: analytical.name, current: false },
  ]);
});
