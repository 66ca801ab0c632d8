import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { createClock } from "../../www/server/clock.js";
import { startDemo } from "../../www/server/start.js";
import { askWorkos, createVisitor, organizations } from "./visitor.js";

const NOW_MS = Date.UTC(2024, 0, 15, 12, 0, 0, 100);
const HOUR_MS = 3_600_000;
const WANTED = { organization_id: organizations.acme.id, widget_scope: "sso" };

/** @type {import("../../www/server/start.js").Demo} */
let demo;
/** @type {import("../../www/server/faults/board.js").Faults} */
let faults;

before(async () => {
  demo = await startDemo({ clock: createClock({ realNow: () => NOW_MS }) });
  assert.ok(demo.faults);
  faults = demo.faults;
});
after(() => demo.stop());
beforeEach(() => {
  faults.clear();
  demo.workos?.reset();
});

test("status: answers the given number of requests, with the given Retry-After and body", async () => {
  const body = { error: "busy", error_description: "later" };
  faults.add({ kind: "status", status: 503, retryAfter: 3, body, count: 2 });
  for (const expected of [503, 503, 200]) {
    const reply = await askWorkos(demo.workosUrl, WANTED);
    assert.equal(reply.status, expected);
    assert.equal(reply.headers.get("Retry-After"), expected === 503 ? "3" : null);
    if (expected === 503) assert.deepEqual(await reply.json(), body);
  }
});

test("status: sends a Retry-After date by the server's clock, rounded up", async () => {
  faults.add({ kind: "status", status: 429, retryAfter: "date", count: 1 });
  const reply = await askWorkos(demo.workosUrl, WANTED);
  assert.equal(reply.headers.get("Retry-After"), "Mon, 15 Jan 2024 12:00:06 GMT");
});

test("delay: holds the request, and passes it on when the fault is cleared", async () => {
  const visitor = createVisitor(demo.url);
  await visitor.post("/demo/faults", { kind: "delay", delayMs: HOUR_MS, count: 1 });
  const pending = askWorkos(demo.workosUrl, WANTED);
  await untilNoneIsListed(visitor);
  assert.equal(demo.workos?.log.counters().total, 0);

  await visitor.delete("/demo/faults");
  assert.equal((await pending).status, 200);
});

test("drop: closes the connection without a reply", async () => {
  faults.add({ kind: "drop", count: 1 });
  await assert.rejects(askWorkos(demo.workosUrl, WANTED), TypeError);
  assert.deepEqual(demo.workos?.log.counters(), { total: 1, byStatus: { dropped: 1 } });
  assert.equal((await askWorkos(demo.workosUrl, WANTED)).status, 200);
});

test("stall: sends headers and half a body, and closes the connection when the fault is cleared", async () => {
  faults.add({ kind: "stall", count: 1 });
  const reply = await askWorkos(demo.workosUrl, WANTED);
  assert.equal(reply.status, 200);
  const reader = /** @type {ReadableStream<Uint8Array>} */ (reply.body).getReader();
  const { value } = await reader.read();
  assert.equal(new TextDecoder().decode(value), '{"token":"widget_');

  const rest = assert.rejects(reader.read());
  faults.clear();
  await rest;
});

test("stall: frees the slot of a client that disconnects, and stalls many at once", async () => {
  /** @type {Error[]} */
  const warnings = [];
  const note = (/** @type {Error} */ warning) => warnings.push(warning);
  process.on("warning", note);
  faults.add({ kind: "stall" });
  const leaving = new AbortController();
  const { signal } = leaving;
  const replies = await Promise.all(Array.from({ length: 20 }, () => askWorkos(demo.workosUrl, WANTED, { signal })));
  const rest = replies.map((reply) => assert.rejects(reply.text()));
  leaving.abort();
  await Promise.all(rest);

  faults.clear();
  assert.equal((await askWorkos(demo.workosUrl, WANTED)).status, 200);
  process.off("warning", note);
  assert.deepEqual(warnings, []);
});

for (const [contentType, body] of [
  ["text/html", "<!doctype html><title>Sign in</title>"],
  ["application/json", ""],
  ["application/json", '{"token":""}'],
  ["application/json", '{"token":"sk_test_x"}'],
]) {
  test(`reply: sends ${body || "an empty body"} unchanged`, async () => {
    faults.add({ kind: "reply", status: 200, contentType, body, count: 1 });
    const reply = await askWorkos(demo.workosUrl, WANTED);
    assert.equal(reply.status, 200);
    assert.equal(reply.headers.get("Content-Type"), contentType);
    assert.equal(await reply.text(), body);
  });
}

test("a fault at the app reaches the browser, and WorkOS gets no request", async () => {
  const visitor = createVisitor(demo.url);
  await visitor.signIn("ada");
  faults.add([
    { kind: "drop", at: "app", count: 1 },
    { kind: "status", at: "app", status: 401, count: 1 },
    { kind: "reply", at: "app", status: 200, contentType: "text/html", body: "<p>", count: 1 },
  ]);
  const ask = () =>
    visitor.post("/api/widget-token", {
      organizationId: organizations.acme.id,
      widgetScope: "sso",
    });

  await assert.rejects(ask(), TypeError);
  const refused = await ask();
  assert.equal(refused.status, 401);
  assert.equal((await refused.json()).error, "unauthorized");
  assert.equal(await (await ask()).text(), "<p>");
  assert.equal(demo.workos?.log.counters().total, 0);
  assert.equal((await ask()).status, 200);
});

/**
 * Waits until the pending request has got the one counted fault.
 *
 * @param {ReturnType<typeof createVisitor>} visitor
 */
async function untilNoneIsListed(visitor) {
  for (;;) {
    const { faults } = await (await visitor.get("/demo/state")).json();
    if (faults.length === 0) return;
  }
}
