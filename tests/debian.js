// Finds programs on the machine, or installs them as Debian packages.

import { existsSync } from "node:fs";
import path from "node:path";
import { outputOf, run, say } from "../src/build/report.js";

/**
 * By apt, if it exists and the user may run it.
 *
 * @param {string} what
 * @param {readonly string[]} packages
 */
export function install(what, packages) {
  if (outputOf("apt-get", ["--version"]) === undefined) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && outputOf("sudo", ["-n", "true"]) === undefined) return;
  say(`Installing ${what}`);
  const [command, ...first] = isRoot ? ["apt-get"] : ["sudo", "apt-get"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run(command, [...first, "update", "-qq"], { env });
  run(command, [...first, "install", "-y", "-qq", "--no-install-recommends", ...packages], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/**
 * @param {readonly string[]} names
 * @returns {string | undefined} the path of the first that exists
 */
export function onPath(names) {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find((file) => existsSync(file));
}
