import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { createClock } from "../../www/server/clock.js";
import { startDemo } from "../../www/server/start.js";
import { createVisitor, organizations } from "./visitor.js";

const NOW_MS = Date.UTC(2024, 0, 15, 12, 0, 0);
const WANTED = { organizationId: organizations.acme.id, widgetScope: "sso" };
const AT_REST = {
  faults: [],
  lifetimeSeconds: null,
  clock: { now: "2024-01-15T12:00:00.000Z", offsetMs: 0 },
};

/** @type {import("../../www/server/start.js").Demo} */
let demo;
/** @type {ReturnType<typeof createVisitor>} */
let ada;

before(async () => {
  demo = await startDemo({ clock: createClock({ realNow: () => NOW_MS }) });
});
after(() => demo.stop());
beforeEach(async () => {
  ada = createVisitor(demo.url);
  await ada.signIn("ada");
  await ada.post("/demo/reset");
});

/** @param {Response | Promise<Response>} response */
async function json(response) {
  return (await response).json();
}

test("GET organizations returns the signed-in user's organizations and the page's other choices", async () => {
  const { id, name } = organizations.acme;
  const offer = await json(ada.get("/demo/organizations"));
  assert.deepEqual(offer.organizations[0], { id, name });
  assert.equal(offer.organizations.length, 2);
  assert.equal(offer.hasControls, true);
  assert.deepEqual(offer.tokenRoutes, [
    "/api/widget-token",
    "/api/seed/widget-token",
    "/api/seed-example/widget-token",
  ]);
  await ada.signIn("linus");
  assert.equal((await json(ada.get("/demo/organizations"))).organizations.length, 1);
  assert.equal((await createVisitor(demo.url).get("/demo/organizations")).status, 401);
});

test("faults are added one or several at a time, listed and cleared", async () => {
  const first = await ada.post("/demo/faults", { kind: "status", status: 500, count: 3 });
  assert.equal(first.status, 201);
  const more = [
    { kind: "delay", delayMs: 5 },
    { kind: "drop", at: "app", forMs: 60_000 },
  ];
  const { faults } = await json(ada.post("/demo/faults", more));
  assert.deepEqual(faults[0], {
    kind: "status",
    at: "workos",
    status: 500,
    count: 3,
    remaining: 3,
  });
  assert.deepEqual(faults[1], { kind: "delay", at: "workos", delayMs: 5 });
  assert.ok(faults[2].remainingMs > 0 && faults[2].remainingMs <= 60_000);
  assert.equal((await json(ada.get("/demo/state"))).faults.length, 3);
  assert.deepEqual(await json(ada.delete("/demo/faults")), AT_REST);
});

test("an invalid fault is a 400 that names the problem", async () => {
  const response = await ada.post("/demo/faults", [{ kind: "drop" }, { kind: "status" }]);
  assert.equal(response.status, 400);
  const { error, error_description: description } = await response.json();
  assert.equal(error, "invalid_request");
  assert.match(description, /^faults\[1\]\.status/);
  assert.deepEqual(await json(ada.get("/demo/state")), AT_REST);
});

test("a lifetime applies to new tokens until it is set to null", async () => {
  const expiry = async () => (await json(ada.post("/api/seed/widget-token", WANTED))).expires_at;
  const { lifetimeSeconds } = await json(ada.post("/demo/lifetime", { seconds: 75 }));
  assert.equal(lifetimeSeconds, 75);
  assert.equal(await expiry(), "2024-01-15T12:01:15.000Z");
  await ada.post("/demo/lifetime", { seconds: null });
  assert.equal(await expiry(), "2024-01-15T12:10:00.000Z");
});

for (const body of [{}, { seconds: 0 }, { seconds: 1.5 }, { seconds: "60" }, { seconds: 1e9 }]) {
  test(`the lifetime ${JSON.stringify(body)} is a 400`, async () => {
    assert.equal((await ada.post("/demo/lifetime", body)).status, 400);
  });
}

test("the log lists requests and issued tokens, without any token or key", async () => {
  const real = await json(ada.post("/api/widget-token", WANTED));
  const seed = await json(ada.post("/api/seed/widget-token", WANTED));
  demo.faults?.add({ kind: "status", status: 404, count: 1 });
  await ada.post("/api/seed/widget-token", WANTED);

  const text = await (await ada.get("/demo/log")).text();
  for (const secret of [real.token, real.token.split(".")[2], seed.token, "sk_"]) {
    assert.ok(!text.includes(secret));
  }
  const { counters, tokens } = JSON.parse(text);
  assert.deepEqual(counters, { total: 3, byStatus: { 200: 1, 201: 1, 404: 1 } });
  assert.equal(tokens.length, 2);
  const { order, jti, fingerprint, userId, ...facts } = tokens[0];
  assert.match(userId, /^user_/);
  assert.match(jti, /^token_/);
  assert.equal(tokens[1].jti, null, "an opaque token has no scopes");
  assert.ok(order < tokens[1].order);
  assert.notEqual(fingerprint, tokens[1].fingerprint);
  assert.deepEqual(facts, {
    contract: "scopes",
    keyName: "local test key",
    organizationId: WANTED.organizationId,
    scopes: ["widgets:sso:manage"],
    issuedAt: "2024-01-15T12:00:00.000Z",
    expiresAt: "2024-01-15T13:00:00.000Z",
  });
});

test("a reset restores the initial state", async () => {
  await ada.post("/demo/faults", [{ kind: "drop" }, { kind: "clock", offsetMs: 5_000 }]);
  await ada.post("/demo/lifetime", { seconds: 5 });
  await ada.post("/api/widget-token", WANTED);
  demo.clock.offsetMs += 7;
  assert.deepEqual(await json(ada.post("/demo/reset")), AT_REST);
  assert.deepEqual(await json(ada.get("/demo/log")), {
    counters: { total: 0, byStatus: {} },
    tokens: [],
  });
});
