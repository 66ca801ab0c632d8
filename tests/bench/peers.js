// Installs the peers from their lock file, in a separate folder.

import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../src/build/paths.js";
import { run, say } from "../../src/build/report.js";

const pinned = fileURLToPath(new URL("peers/", import.meta.url));
const folder = path.join(root, "target/bench/peers");

/** @returns {string} the folder in which they are */
export function installPeers() {
  const lock = "package-lock.json";
  // npm writes its own record of the installation at the end, and not before.
  const isInstalled =
    existsSync(path.join(folder, "node_modules/.package-lock.json")) &&
    readFileSync(path.join(folder, lock), "utf8") === readFileSync(path.join(pinned, lock), "utf8");
  if (isInstalled) return folder;
  say("Installing the peers");
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", lock]) copyFileSync(path.join(pinned, file), path.join(folder, file));
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
  return folder;
}

/**
 * @param {string} name of a package
 * @returns {string}
 */
export function versionOf(name) {
  return JSON.parse(readFileSync(path.join(folder, "node_modules", name, "package.json"), "utf8")).version;
}
