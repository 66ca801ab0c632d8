/**
 * The module traps: no rule of ours does, but memory may run out, the stack may, or the page's
 * own clock may throw. Whoever waits has to be told, then and there, because nothing in the
 * module ever will tell them.
 *
 * A trap is the end of the module, so each case has one of its own, in a worker.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import binaryen from "binaryen";

const wasm = readFileSync(new URL("../../dist/workos-widget-tokens.wasm", import.meta.url));

/** The functions that the module exports, which are all ways into it. */
const doors = WebAssembly.Module.exports(new WebAssembly.Module(wasm))
  .filter(({ kind }) => kind === "function")
  .map(({ name }) => name);

/**
 * The module, in which one way in leads straight into a trap.
 *
 * @param {string} door
 */
function withTrapBehind(door) {
  const module = binaryen.readBinary(wasm);
  const infos = Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  );
  const behind = infos.find(({ name }) => name === door)?.value ?? "";
  const { params, results } = binaryen.getFunctionInfo(module.getFunction(behind));
  module.addFunction("trap", params, results, [], module.unreachable());
  module.removeExport(door);
  module.addFunctionExport("trap", door);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/**
 * @param {{ bytes?: Uint8Array, failingStep?: number, isDeep?: boolean }} workerData
 * @returns {Promise<{ thrown: import("./trapped-life.js").Told[], pending: string[], nextToken?: string }>}
 */
async function live({ bytes = wasm, ...workerData }) {
  const worker = new Worker(new URL("./trapped-life.js", import.meta.url), { workerData: { bytes, ...workerData } });
  try {
    return await new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
  } finally {
    await worker.terminate();
  }
}

/** @param {Awaited<ReturnType<typeof live>>} lived */
function check({ thrown, pending }) {
  assert.deepEqual(pending, [], "no promise is left pending");
  assert.deepEqual(
    thrown.filter(({ isTokenError }) => !isTokenError),
    [],
    "nothing but a TokenError is thrown",
  );
  const unheard = thrown.filter(({ what }) => what === "a rejection that nobody hears");
  assert.deepEqual(unheard, []);
}

test("without a trap, all of it goes well", async () => {
  const lived = await live({});
  check(lived);
  assert.equal(lived.nextToken, "widget_good");
  const ends = lived.thrown.map(({ what, words }) => `${what}: ${words.match(/^TokenError: (\w+)/)?.[1]}`);
  // By what the page itself did meanwhile.
  assert.deepEqual(ends.sort(), [
    "a forced wait: cleared",
    "a wait that is left: aborted",
    "another key: timeout",
    "another manager's wait: timeout",
  ]);
});

for (const door of doors) {
  test(`a trap behind the door ${door} leaves no promise pending`, async () => {
    check(await live({ bytes: withTrapBehind(door) }));
  });
}

/** The module reads the clock at the head of nearly all that it does. */
const STEPS = 16;

for (let failingStep = 0; failingStep < STEPS; failingStep++) {
  test(`a clock that throws once, in step ${failingStep}, leaves no promise pending, is heard of by the page, and the next manager works`, async () => {
    const lived = await live({ failingStep });
    check(lived);
    const heard = lived.thrown.filter(({ what }) => what === "an error that nobody catches");
    assert.match(heard.map(({ words }) => words).join(), /^TokenError: disposed/);
    assert.equal(lived.nextToken, "widget_good");
  });
}

test("calls at the very end of the stack leave no promise pending", async () => {
  check(await live({ isDeep: true }));
});
