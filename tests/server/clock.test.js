import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createClock } from "../../www/server/clock.js";
import { startDemo } from "../../www/server/start.js";
import { askWorkos, createVisitor, organizations } from "./visitor.js";

const NOW_MS = Date.UTC(2024, 0, 15, 12, 0, 0);
const HOUR_MS = 3_600_000;
const AN_HOUR_AHEAD = "Mon, 15 Jan 2024 13:00:00 GMT";

/** @type {import("../../www/server/start.js").Demo} */
let demo;

before(async () => {
  demo = await startDemo({ clock: createClock({ realNow: () => NOW_MS }) });
});
after(() => demo.stop());

test("shifts the tokens and the Date header of both servers by the configured clock offset", async () => {
  demo.clock.offsetMs = HOUR_MS;
  const fields = { organization_id: organizations.acme.id, widget_scope: "sso" };
  const reply = await askWorkos(demo.workosUrl, fields);
  assert.equal((await reply.json()).expires_at, "2024-01-15T13:10:00.000Z");
  assert.equal(reply.headers.get("Date"), AN_HOUR_AHEAD);

  for (const path of ["/session", "/nothing-here", "/demo/state"]) {
    const response = await createVisitor(demo.url).get(path);
    assert.equal(response.headers.get("Date"), AN_HOUR_AHEAD);
  }
  demo.clock.offsetMs = 0;
});

test("shifts them by a clock fault until the fault is cleared", async () => {
  const visitor = createVisitor(demo.url);
  const fault = { kind: "clock", offsetMs: HOUR_MS };
  const added = await visitor.post("/demo/faults", fault);
  assert.deepEqual((await added.json()).faults, [fault]);
  assert.equal(demo.clock.now(), NOW_MS + HOUR_MS);
  assert.equal((await visitor.get("/session")).headers.get("Date"), AN_HOUR_AHEAD);

  await visitor.delete("/demo/faults");
  assert.equal(demo.clock.now(), NOW_MS);
});
