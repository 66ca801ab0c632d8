// Runs Node test files: several at once, with one browser and one packed package for all of them.

import { setMaxListeners } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { root } from "../src/build/paths.js";
import { prepareBrowser } from "./browsers.js";

/**
 * @typedef {object} Results
 * @property {boolean} isPassed
 * @property {import("./durations.js").Timed[]} files the test files, with their durations
 * @property {number} ms the total duration
 * @property {() => void} close prints the runner's summary
 */

/**
 * Runs the tests and prints each file's results as it ends; the caller prints the summary.
 *
 * @param {string[]} names test files, and folders of them
 * @param {AbortSignal} [signal] ends the run
 * @returns {Promise<Results>}
 */
export async function runNodeTests(names, signal) {
  const files = names.flatMap((name) => (name.endsWith(".test.js") ? name : testsBelow(name)));
  const shared = await share(files);
  try {
    return await runFiles(
      files.map((file) => path.join(root, file)),
      signal,
    );
  } finally {
    await shared.end();
  }
}

/** @param {string} folder */
function testsBelow(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.js") && !file.includes("node_modules"))
    .map((file) => path.join(folder, file))
    .sort();
}

/**
 * What the files share instead of starting or making it themselves; see `tests/e2e/browser.js` and
 * `tests/e2e/package/tarball.js`.
 *
 * @param {string[]} files
 */
async function share(files) {
  process.env.CHROMIUM = prepareBrowser().chromium;
  if (files.length === 1) return { end: async () => {} };
  const folder = mkdtempSync(path.join(tmpdir(), "tests-"));
  const { serveChromium } = await import("./e2e/browser.js");
  const browser = await serveChromium();
  Object.assign(process.env, { TESTS_FOLDER: folder, CHROMIUM_SERVER: browser.wsEndpoint() });
  return {
    async end() {
      delete process.env.TESTS_FOLDER;
      delete process.env.CHROMIUM_SERVER;
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param {string[]} files
 * @param {AbortSignal} [signal]
 * @returns {Promise<Results>}
 */
async function runFiles(files, signal) {
  const start = performance.now();
  /** @type {import("./durations.js").Timed[]} */
  const timed = [];
  /** @type {string[]} */
  const closing = [];
  let isPassed = true;
  // Each test file adds a listener.
  if (signal) setMaxListeners(0, signal);
  const printer = new spec();
  printer.pipe(process.stdout, { end: false });
  // One more than there are processors: some files wait for a browser, a process or a real clock.
  const events = run({ files, concurrency: availableParallelism() + 1, signal });
  for await (const { type, data } of events) {
    if (type === "test:fail" && !data.todo) isPassed = false;
    if (type === "test:complete" && data.name === data.file) {
      timed.push({ name: path.relative(root, String(data.file)), ms: data.details.duration_ms });
    }
    // Of the whole run, not of one test.
    if (type === "test:diagnostic" && data.file === undefined) closing.push(`ℹ ${data.message}`);
    else printer.write({ type, data });
  }
  await new Promise((resolve) => printer.once("end", resolve).end());
  signal?.throwIfAborted();
  return { isPassed, files: timed, ms: performance.now() - start, close: () => console.log(closing.join("\n")) };
}
