/** A project with a runtime or a test runner, the packed package, and the files that all of them run. */

import { execFile } from "node:child_process";
import { cp, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { installPackage } from "../../e2e/package/tarball.js";
import { makeFolder } from "../node-modules.js";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));

/** Whatever the machine's speed, something hangs after this time. */
export const LIMIT = { timeout: 300_000 };

/** @param {string} name of a folder in `projects` */
export async function installProject(name) {
  const folder = await makeFolder(name, [path.join(here, "projects", name)]);
  for (const file of ["watch.js", "package.spec.js"]) await cp(path.join(here, file), path.join(folder, file));

  return {
    folder,

    /**
     * Runs a program to its end: one kept alive by a timer or a socket is killed, which is an error.
     *
     * @param {string} program
     * @param {string[]} args
     * @param {Record<string, string>} [env]
     */
    run: (program, args, env) =>
      run(program, args, { cwd: folder, env: { ...process.env, ...env }, timeout: 120_000, killSignal: "SIGKILL" }),

    /** @param {string} dependency */
    async version(dependency) {
      return JSON.parse(await readFile(path.join(folder, "node_modules", dependency, "package.json"), "utf8")).version;
    },
  };
}

/** The entries that an app can import, except files that are not scripts. */
export async function entries() {
  const { folder } = await installPackage();
  const { name, exports } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const scripts = Object.keys(exports).filter((entry) => exports[entry].default?.endsWith(".js"));
  return scripts.map((entry) => name + entry.slice(1));
}
