// npm test: everything, in the order in which it is quickest to fail.

import path from "node:path";
import { root } from "../src/build/paths.js";
import { run, runMain, say } from "../src/build/report.js";
import { prepareBrowser } from "./browsers.js";

/** @type {[title: string, script: string][]} */
const STEPS = [
  ["Formatting, lints, types", "lint"],
  ["The size of what is shipped", "size"],
  ["The documents: links, code blocks, tables", "test:docs"],
  ["The rules, natively, in virtual time", "test:core"],
  ["The platform parts, in Chromium", "test:web"],
  ["The local WorkOS, the token routes, the check command", "test:server"],
  ["Whatever the outside may hand in", "test:hostile"],
  ["Apps that are bundled from the packed package", "test:consumers:quick"],
  ["The packed package in plain pages, its types, the demo, the code of the documents", "test:e2e"],
];

await runMain(() => {
  prepareBrowser();
  for (const [title, script] of STEPS) {
    say(title);
    run("npm", ["run", "--silent", script], { cwd: path.join(root) });
  }
});
