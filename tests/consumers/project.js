/** The app of these tests in a new project, with one bundler and the packed package. */

import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { installPackage } from "../e2e/package/tarball.js";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));

/** What the bundlers run in. */
export const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

const DIST = "node_modules/workos-widget-tokens/dist";
const MODULE = "workos-widget-tokens.wasm";
const INSTALL = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];

/**
 * Outside of the repository, where nothing of its own `node_modules` can be reached by accident.
 *
 * @param {string} name of a folder in `projects`
 */
export async function installProject(name) {
  const folder = await mkdtemp(path.join(tmpdir(), `${name}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await cp(path.join(here, "app"), folder, { recursive: true });
  await cp(path.join(here, "projects", name), folder, { recursive: true });
  console.log(`Installing ${await namesIn(folder)}`);
  await run("npm", ["ci", ...INSTALL], { cwd: folder });
  // Once more for each project: saved nowhere, because the lock files cannot know what is built here.
  await run("npm", ["install", "--no-save", ...INSTALL, await findTarball()], { cwd: folder });

  const manifest = path.join(folder, "package.json");
  const bare = JSON.parse(await readFile(manifest, "utf8"));

  return {
    folder,

    /**
     * Writes the project's package.json as it was, with what is given and nothing else added.
     *
     * @param {Record<string, unknown>} [added]
     */
    addToManifest: (added) => writeFile(manifest, JSON.stringify({ ...bare, ...added })),

    /** The package's files. */
    dist: path.join(folder, DIST),

    /**
     * Runs a command that the project has installed to its end.
     *
     * @param {string[]} command
     * @param {AbortSignal} signal
     */
    async run([name, ...args], signal) {
      await run(path.join(folder, "node_modules/.bin", name), args, { cwd: folder, env, signal });
    },

    /**
     * For bundlers that take no HTML: puts the pages where the scripts will be.
     *
     * @param {string} to
     */
    async copyPages(to) {
      for (const entry of ["default", "streaming"]) {
        await cp(path.join(folder, entry, "index.html"), path.join(folder, to, entry, "index.html"));
      }
    },

    /**
     * Puts the `.wasm` file beside the script that will look for it there.
     *
     * @param {string} to
     */
    async copyModule(to) {
      await cp(path.join(folder, DIST, MODULE), path.join(folder, to, MODULE));
    },

    /** @param {string} dependency */
    async version(dependency) {
      return JSON.parse(await readFile(path.join(folder, "node_modules", dependency, "package.json"), "utf8")).version;
    },
  };
}

/** @param {string} folder */
async function namesIn(folder) {
  const { dependencies } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  return Object.entries(dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
}

async function findTarball() {
  const { project } = await installPackage();
  const packed = path.dirname(project);
  const name = (await readdir(packed)).find((file) => file.endsWith(".tgz"));
  return path.join(packed, String(name));
}
