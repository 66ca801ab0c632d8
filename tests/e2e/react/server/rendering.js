/** The app rendered in Node, by one build of React. */

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { installPackage } from "../../package/tarball.js";
import { bundle } from "../bundle.js";

const run = promisify(execFile);

/**
 * Runs the file as a program of its own: that it exits shows that nothing is left running.
 *
 * @param {import("../bundle.js").ReactBuild} build
 */
export async function renderInNode(build) {
  const program = await bundleForNode(build, "server/render.js");
  const { stdout } = await run(process.execPath, [program], { timeout: 60_000 });
  return JSON.parse(stdout);
}

/**
 * @param {import("../bundle.js").ReactBuild} build
 * @param {string} entry
 */
export async function bundleForNode(build, entry) {
  const { project } = await installPackage();
  const name = `${entry.replace(/\W/g, "-")}-${build.version}-${build.mode}.cjs`;
  const file = join(project, name);
  await writeFile(file, await bundle(build, entry, { platform: "node", format: "cjs" }));
  return file;
}
