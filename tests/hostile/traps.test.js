/**
 * The module traps: none of our rules does, but memory or the stack may run out, or the page's own
 * clock may throw. Whoever waits has to be rejected at once, because the module never will settle
 * the promise.
 *
 * A trap ends the module, so each case has its own, in a worker.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import binaryen from "binaryen";

const wasm = readFileSync(new URL("../../dist/workos-widget-tokens.wasm", import.meta.url));

/** The functions that the module exports: every way into it. */
const entries = WebAssembly.Module.exports(new WebAssembly.Module(wasm))
  .filter(({ kind }) => kind === "function")
  .map(({ name }) => name);

/**
 * The module with one export replaced by a trap.
 *
 * @param {string} entry
 */
function withTrapIn(entry) {
  const module = binaryen.readBinary(wasm);
  const infos = Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  );
  const target = infos.find(({ name }) => name === entry)?.value ?? "";
  const { params, results } = binaryen.getFunctionInfo(module.getFunction(target));
  module.addFunction("trap", params, results, [], module.unreachable());
  module.removeExport(entry);
  module.addFunctionExport("trap", entry);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/**
 * @param {{ bytes?: Uint8Array, failingStep?: number, isDeep?: boolean }} workerData
 * @returns {Promise<{ thrown: import("./trapped-life.js").Thrown[], pending: string[], nextToken?: string }>}
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

/** @param {Awaited<ReturnType<typeof live>>} result */
function check({ thrown, pending }) {
  assert.deepEqual(pending, [], "no promise is left pending");
  assert.deepEqual(
    thrown.filter(({ isTokenError }) => !isTokenError),
    [],
    "only TokenErrors are thrown",
  );
  const unhandled = thrown.filter(({ what }) => what === "an unhandled rejection");
  assert.deepEqual(unhandled, []);
}

test("every step succeeds without a trap", async () => {
  const result = await live({});
  check(result);
  assert.equal(result.nextToken, "widget_good");
  const codes = result.thrown.map(({ what, words }) => `${what}: ${words.match(/^TokenError: (\w+)/)?.[1]}`);
  // These follow from the steps themselves.
  assert.deepEqual(codes.sort(), [
    "a forced wait: cleared",
    "an aborted wait: aborted",
    "another key: timeout",
    "another manager's wait: timeout",
  ]);
});

for (const entry of entries) {
  test(`a trap in the export ${entry} leaves no promise pending`, async () => {
    check(await live({ bytes: withTrapIn(entry) }));
  });
}

/** The module reads the clock first in nearly every call. */
const STEPS = 16;

for (let failingStep = 0; failingStep < STEPS; failingStep++) {
  test(`a clock that throws once, in step ${failingStep}, leaves no promise pending, is reported to the page, and the next manager works`, async () => {
    const result = await live({ failingStep });
    check(result);
    const uncaught = result.thrown.filter(({ what }) => what === "an uncaught error");
    assert.match(uncaught.map(({ words }) => words).join(), /^TokenError: disposed/);
    assert.equal(result.nextToken, "widget_good");
  });
}

test("calls near the end of the stack leave no promise pending", async () => {
  check(await live({ isDeep: true }));
});
