import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startDemo } from "../../www/server/start.js";
import { createVisitor } from "./visitor.js";
import { ask, tokenFor } from "./widget.js";

const MEMBERS = "/UserManagement/members";
const KEYS = "/ApiKeys/permissions";

/** @type {import("../../www/server/start.js").Demo} */
let demo;
/** @type {string} */
let token;

before(async () => {
  demo = await startDemo();
  token = await tokenFor(demo, { scopes: ["widgets:users-table:manage", "widgets:api-keys:manage"] });
});
after(() => demo.stop());
beforeEach(() => demo.workos?.reset());

function faults() {
  assert.ok(demo.workos);
  return demo.workos.widgets.faults;
}

/** @param {{ path?: string, type?: string, token?: string }} [options] */
async function statusOf({ path = MEMBERS, type = "user-management", ...options } = {}) {
  return (await ask(demo, path, { token, type, ...options })).status;
}

test("refuses the next requests of one type despite a valid token, then accepts them again", async () => {
  faults().add({ widgetType: "user-management", status: 403, count: 2 });
  assert.equal(await statusOf({ path: KEYS, type: "api-keys" }), 200);
  assert.deepEqual([await statusOf(), await statusOf(), await statusOf()], [403, 403, 200]);
  const written = demo.workos?.widgets.log.requests().slice(1);
  const fault = { verdict: "ok", refusedWith: 403, isFault: true };
  const received = written?.map(({ verdict, refusedWith, isFault }) => ({ verdict, refusedWith, isFault }));
  assert.deepEqual(received, [fault, fault, { verdict: "ok", refusedWith: null, isFault: false }]);
});

test("does not use up a fault on a request that is refused anyway", async () => {
  faults().add({ status: 500 });
  assert.equal(await statusOf({ token: undefined }), 401);
  assert.equal(await statusOf({ token: "unknown" }), 403);
  assert.equal(await statusOf(), 500);
});

test("applies a fault without a type to any widget, once by default, and several in sequence", async () => {
  faults().add({ status: 401 });
  faults().add({ status: 403 });
  assert.equal(await statusOf({ path: KEYS, type: "api-keys" }), 401);
  assert.deepEqual([await statusOf(), await statusOf()], [403, 200]);
});

test("the page's controls add, list and clear the same faults", async () => {
  const visitor = createVisitor(demo.url);
  const fault = { widgetType: "api-keys", status: 401, count: 3 };
  const added = await visitor.post("/demo/widgets-faults", fault);
  assert.equal(added.status, 201);
  assert.deepEqual(await added.json(), [fault]);
  assert.equal(await statusOf({ path: KEYS, type: "api-keys" }), 401);
  assert.deepEqual(await (await visitor.get("/demo/widgets-faults")).json(), [{ ...fault, count: 2 }]);
  assert.deepEqual(await (await visitor.delete("/demo/widgets-faults")).json(), []);
  assert.equal(await statusOf({ path: KEYS, type: "api-keys" }), 200);
});

for (const [fault, complaint] of /** @type {[unknown, RegExp][]} */ ([
  [{}, /^status must be a whole number from 400 to 599/],
  [{ status: 200 }, /^status/],
  [{ status: "403" }, /^status/],
  [{ status: 403, count: 0 }, /^count must be a whole number from 1/],
  [{ status: 403, count: 1.5 }, /^count/],
  [{ status: 403, widgetType: "users-management" }, /^widgetType must be one of .*user-management/],
  [{ status: 403, type: "api-keys" }, /^type must be left out/],
])) {
  test(`answers ${JSON.stringify(fault)} with a 400 that names the problem`, async () => {
    const response = await createVisitor(demo.url).post("/demo/widgets-faults", fault);
    assert.equal(response.status, 400);
    assert.match((await response.json()).error_description, complaint);
    assert.deepEqual(faults().list(), []);
  });
}
