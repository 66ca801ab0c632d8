// Runs the tests named, and all below the folders named: node tests/run-node.js tests/e2e tests/server

import { readdirSync } from "node:fs";
import path from "node:path";
import { root } from "../src/build/paths.js";
import { run, runMain } from "../src/build/report.js";
import { prepareBrowser } from "./browsers.js";

await runMain(() => {
  const { chromium } = prepareBrowser();
  const files = process.argv.slice(2).flatMap((name) => (name.endsWith(".test.js") ? name : testsBelow(name)));
  run(process.execPath, ["--test", "--test-reporter=spec", ...files.sort()], {
    cwd: root,
    env: { ...process.env, CHROMIUM: chromium },
  });
});

/** @param {string} folder */
function testsBelow(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.js") && !file.includes("node_modules"))
    .map((file) => path.join(folder, file));
}
