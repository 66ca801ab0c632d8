// npm run setup: brings a fresh machine to where everything can run, and builds dist/.
// Nothing but Node itself may be imported here: it runs before npm has installed anything.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.js";
import { run, runMain, SetupError, say } from "./report.js";
import { prepareRust } from "./tools.js";

const MINIMUM_NODE = 20;

await runMain(() => {
  checkNode();
  prepareRust();
  installPackages();
  run(process.execPath, [path.join(root, "src/build/build.js")]);
});

function checkNode() {
  if (Number.parseInt(process.versions.node, 10) >= MINIMUM_NODE) return;
  throw new SetupError(`Node ${process.versions.node} is too old, ${MINIMUM_NODE} is needed. See https://nodejs.org`);
}

/** npm writes into node_modules what it installed there: where that matches, nothing is to be done. */
function installPackages() {
  const wanted = packagesIn(path.join(root, "package-lock.json"));
  const installed = packagesIn(path.join(root, "node_modules/.package-lock.json"));
  if (Object.entries(wanted).every(([place, version]) => installed[place] === version)) return;
  say("Installing npm packages");
  run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root });
}

/**
 * The packages that a lock file names, with their versions; without those for other platforms.
 *
 * @param {string} file
 * @returns {Record<string, string>}
 */
function packagesIn(file) {
  if (!existsSync(file)) return {};
  const { packages } = JSON.parse(readFileSync(file, "utf8"));
  const here = Object.entries(packages).filter(([place, { optional }]) => place !== "" && !optional);
  return Object.fromEntries(here.map(([place, { version }]) => [place, version]));
}
