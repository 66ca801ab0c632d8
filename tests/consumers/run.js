// npm run test:consumers: the packed package in every bundler, runtime and engine. The tables of
// docs/compatibility.md are made from the results: node tests/consumers/table.js --write

import { rmSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";
import { run, runMain, say } from "../../src/build/report.js";

/** Plain pages are tested with the rest of the package, and have a row in the table as well. */
const PLAIN_PAGES = ["tests/e2e/package/entries.test.js", "tests/e2e/package/content-security-policy.test.js"];

await runMain(() => {
  // Results of an earlier run do not count.
  rmSync(path.join(root, "target/consumers"), { recursive: true, force: true });
  node("tests/consumers/engines/run.js");
  say("Bundlers and runtimes");
  const folders = ["quick", "bundlers", "servers", "imports", "recipes"].map((folder) => `tests/consumers/${folder}`);
  node("tests/run-node.js", ...folders, ...PLAIN_PAGES);
});

/** @param {string[]} args */
function node(...args) {
  run(process.execPath, args, { cwd: root });
}
