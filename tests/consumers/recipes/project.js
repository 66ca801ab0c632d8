/** A new project with the files of docs/react.md in it, and the packed package. */

import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { filesOf } from "../../documents/documents.js";
import { installPackage } from "../../e2e/package/tarball.js";

const run = promisify(execFile);
const INSTALL = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];

/**
 * Outside of the repository, where nothing of its own `node_modules` can be reached by accident.
 *
 * @param {string} name of a folder beside this file: what the framework's own command makes
 * @param {RegExp} names of the document's files that belong to it
 * @returns {Promise<string>} the project's folder
 */
export async function makeProject(name, names) {
  const folder = await mkdtemp(path.join(tmpdir(), `${name}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await cp(fileURLToPath(new URL(name, import.meta.url)), folder, { recursive: true });
  for (const [file, text] of filesOf("docs/react.md")) {
    if (!names.test(file)) continue;
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  await run("npm", ["ci", ...INSTALL], { cwd: folder });
  // Saved nowhere: a lock file cannot know what is built here.
  await run("npm", ["install", "--no-save", ...INSTALL, await findTarball()], { cwd: folder });
  return folder;
}

/**
 * Runs a command of the project to its end.
 *
 * @param {string} folder
 * @param {string[]} command
 * @param {AbortSignal} signal
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runIn(folder, [name, ...args], signal, env = process.env) {
  await run(path.join(folder, "node_modules/.bin", name), args, { cwd: folder, env, signal });
}

async function findTarball() {
  const { project } = await installPackage();
  const packed = path.dirname(project);
  const name = (await readdir(packed)).find((file) => file.endsWith(".tgz"));
  return path.join(packed, String(name));
}
