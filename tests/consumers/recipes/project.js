/** A new project with the files of docs/react.md, and the packed package. */

import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { filesOf } from "../../documents/documents.js";
import { makeFolder } from "../node-modules.js";

const run = promisify(execFile);

/**
 * @param {string} name of a folder beside this file: the output of the framework's own generator
 * @param {RegExp} names of the document's files that belong to it
 * @returns {Promise<string>} the project's folder
 */
export async function makeProject(name, names) {
  const folder = await makeFolder(name, [fileURLToPath(new URL(name, import.meta.url))]);
  for (const [file, text] of filesOf("docs/react.md")) {
    if (!names.test(file)) continue;
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return folder;
}

/**
 * Runs one of the project's commands to its end.
 *
 * @param {string} folder
 * @param {string[]} command
 * @param {AbortSignal} signal
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runIn(folder, [name, ...args], signal, env = process.env) {
  await run(path.join(folder, "node_modules/.bin", name), args, { cwd: folder, env, signal });
}
