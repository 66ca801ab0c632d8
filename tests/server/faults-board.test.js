import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { createClock } from "../../www/server/clock.js";
import { createFaults } from "../../www/server/faults/board.js";
import { faultGate } from "../../www/server/faults/gate.js";

/** A fault board and a gate in virtual time. */
function setUp(/** @type {import("node:test").TestContext} */ context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const clock = createClock({ realNow: () => 0 });
  const faults = createFaults(clock);
  const gate = faultGate({ faults, at: "workos", clock, errorBody: () => ({}) });

  /** Sends a request to the gate; `passed()` returns whether it got through. */
  function arrive() {
    let passed = false;
    const response = Object.assign(new EventEmitter(), { destroyed: false });
    const done = gate(/** @type {any} */ ({}), /** @type {any} */ (response), () => {
      passed = true;
    });
    return { response, done, passed: () => passed };
  }
  return {
    clock,
    faults,
    arrive,
    tick: (/** @type {number} */ ms) => context.mock.timers.tick(ms),
  };
}

/** @param {ReturnType<typeof createFaults>} faults */
function kinds(faults) {
  return faults.list().map(({ kind }) => kind);
}

test("ends a fault when its duration has passed", (context) => {
  const { faults, tick } = setUp(context);
  faults.add([{ kind: "drop", forMs: 1_000 }, { kind: "stall" }]);
  tick(999);
  assert.deepEqual(kinds(faults), ["drop", "stall"]);
  tick(1);
  assert.deepEqual(kinds(faults), ["stall"]);
});

test("ends a fault when its request count is used up, and continues with the next one", (context) => {
  const { faults } = setUp(context);
  faults.add([
    { kind: "drop", count: 2 },
    { kind: "stall", count: 1 },
  ]);
  const met = () => faults.take("workos").map(({ fault }) => fault.kind);
  assert.deepEqual([met(), met(), met(), met()], [["drop"], ["drop"], ["stall"], []]);
  assert.deepEqual(faults.list(), []);
});

test("applies every delay that precedes an answering fault", (context) => {
  const { faults } = setUp(context);
  faults.add(["delay", "delay", "drop", "delay"].map((kind) => ({ kind, ...delayMs(kind) })));
  const taken = faults.take("workos").map(({ fault }) => fault.kind);
  assert.deepEqual(taken, ["delay", "delay", "drop"]);
});

/** @param {string} kind */
function delayMs(kind) {
  return kind === "delay" ? { delayMs: 1 } : {};
}

test("applies a fault only at its own place", (context) => {
  const { faults } = setUp(context);
  faults.add({ kind: "drop", at: "app" });
  assert.equal(faults.take("workos").length, 0);
  assert.equal(faults.take("app").length, 1);
});

test("switches on none of an array of faults if one is invalid", (context) => {
  const { faults } = setUp(context);
  assert.throws(() => faults.add([{ kind: "drop" }, { kind: "delay" }]));
  assert.deepEqual(faults.list(), []);
});

test("adds up clock offsets, and removes each one separately", (context) => {
  const { clock, faults, tick } = setUp(context);
  clock.offsetMs = 5;
  faults.add({ kind: "clock", offsetMs: 1_000, forMs: 10 });
  faults.add({ kind: "clock", offsetMs: -300 });
  assert.equal(clock.now(), 705);
  tick(10);
  assert.equal(clock.now(), -295);
  faults.clear();
  faults.clear();
  assert.equal(clock.now(), 5);
});

test("passes a delayed request when its delay ends, not before", async (context) => {
  const { faults, arrive, tick } = setUp(context);
  faults.add({ kind: "delay", delayMs: 500, count: 1 });
  const request = arrive();
  tick(499);
  assert.equal(request.passed(), false);
  tick(1);
  await request.done;
  assert.equal(request.passed(), true);
});

test("passes a delayed request at once when the fault expires", async (context) => {
  const { faults, arrive, tick } = setUp(context);
  faults.add({ kind: "delay", delayMs: 500, forMs: 100 });
  const request = arrive();
  tick(100);
  await request.done;
  assert.equal(request.passed(), true);
});

test("drops a delayed request whose client has disconnected", async (context) => {
  const { faults, arrive } = setUp(context);
  faults.add({ kind: "delay", delayMs: 500, count: 1 });
  const request = arrive();
  request.response.destroyed = true;
  request.response.emit("close");
  await request.done;
  assert.equal(request.passed(), false);
});

test("releases a request with further faults ahead when faults are cleared", async (context) => {
  const { faults, arrive } = setUp(context);
  const delay = { kind: "delay", delayMs: 500 };
  faults.add([delay, delay, { kind: "stall" }]);
  const request = arrive();
  faults.clear();
  await request.done;
  assert.equal(request.passed(), true);
});

test("releases a request that holds the last use of a counted fault when faults are cleared", async (context) => {
  const { faults, arrive } = setUp(context);
  faults.add({ kind: "delay", delayMs: 500, count: 1 });
  const request = arrive();
  assert.deepEqual(faults.list(), [], "the next request would not get the fault");
  faults.clear();
  await request.done;
  assert.equal(request.passed(), true);
});
