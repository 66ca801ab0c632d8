// npm test: the tests that a change needs. npm run test:all: the same with every variant, and
// endurance runs.
//
// Native steps run beside those of Node: the compiler and the core on one processor, pages on the other.

import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { root } from "../src/build/paths.js";
import { runMain, SetupError } from "../src/build/report.js";
import { prepareBrowser, prepareFirefox, prepareWebKit } from "./browsers.js";
import { seconds, slowest } from "./durations.js";
import { runNodeTests } from "./node-tests.js";
import { runSteps } from "./steps.js";

/** The parts of a folder that `npm test` runs, if not all. @type {Record<string, string[]>} */
const QUICK_PARTS = { "tests/consumers": ["tests/consumers/quick"], "tests/supply": [] };

const isFull = process.argv.includes("--all");
const node = process.execPath;

/** @type {import("./steps.js").Step[]} */
const NATIVE = [
  ["Rust: formatting and lints", node, "src/build/lint.js", "rust"],
  ["The core, natively, in virtual time", "cargo", "test", "--locked", "--features", "tabs", "--color", "always"],
  ["The core without the feature `tabs`", "cargo", "test", "--locked", "--test", "core", "--color", "always"],
  ...["chromium", ...(isFull ? ["firefox", "webkit"] : [])].map(
    (engine) =>
      /** @type {import("./steps.js").Step} */ ([`The platform parts, in ${engine}`, node, "tests/web/run.js", engine]),
  ),
];

/** @type {import("./steps.js").Step[]} */
const QUICK = [
  ["JavaScript: formatting, lints and types", node, "src/build/lint.js", "javascript"],
  ["The size of the shipped files", node, "tests/bench/size.js"],
];

/** The folders of Node test files, except those that a change hardly needs. */
const FOLDERS = readdirSync(path.join(root, "tests"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `tests/${name}`)
  .flatMap((folder) => (isFull ? folder : (QUICK_PARTS[folder] ?? folder)));

await runMain(async () => {
  const start = performance.now();
  prepareBrowser();
  if (isFull) {
    process.env.TESTS_FULL = "1";
    // Here, because several test files and steps need them at the same time.
    prepareFirefox();
    prepareWebKit();
    // Results of an earlier run do not count.
    rmSync(path.join(root, "target/consumers"), { recursive: true, force: true });
  }
  const failure = new AbortController();
  const native = runSteps(NATIVE, failure.signal);
  const pages = runSteps(QUICK, failure.signal).then(async (steps) => {
    const results = await runNodeTests(FOLDERS, failure.signal);
    return { steps, ...results };
  });
  // The first failure stops the other.
  for (const lane of [native, pages]) lane.catch((error) => failure.abort(error));
  const [nativeSteps, { steps, isPassed, files, ms, close }] = await Promise.all([native, pages]);

  const all = [...nativeSteps, ...steps, { name: "Node test files", ms }];
  console.log(`\nSteps (${seconds(performance.now() - start)} in total)\n${slowest(all)}`);
  console.log(`\nSlowest test files\n${slowest(files, 10)}\n`);
  close();
  if (!isPassed) throw new SetupError("tests failed");
});
