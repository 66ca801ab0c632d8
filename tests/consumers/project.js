/** The app of these tests in a new project, with one bundler and the packed package. */

import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { withNode } from "./newer-node.js";
import { makeFolder } from "./node-modules.js";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));

/** The environment of the bundlers. */
export const env = {
  ...process.env,
  ASTRO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NG_CLI_ANALYTICS: "false",
  NUXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
};

const DIST = "node_modules/workos-widget-tokens/dist";
const MODULE = "workos-widget-tokens.wasm";

/**
 * @param {string} name of a folder in `projects`
 * @param {string} [common] another folder, whose files several of them share
 */
export async function installProject(name, common) {
  const folders = [common, name].filter((folder) => folder !== undefined);
  const sources = ["app", ...folders.map((folder) => path.join("projects", folder))];
  const folder = await makeFolder(
    name,
    sources.map((source) => path.join(here, source)),
  );
  const manifest = path.join(folder, "package.json");
  const bare = JSON.parse(await readFile(manifest, "utf8"));
  const ownEnv = bare.engines ? await withNode(bare.engines.node, env) : env;

  return {
    folder,

    /** The environment of its commands. */
    env: ownEnv,

    /**
     * Writes the project's original package.json with the given additions.
     *
     * @param {Record<string, unknown>} [added]
     */
    addToManifest: (added) => writeFile(manifest, JSON.stringify({ ...bare, ...added })),

    /** The package's files. */
    dist: path.join(folder, DIST),

    /**
     * Runs one of the project's installed commands to its end.
     *
     * @param {string[]} command
     * @param {AbortSignal} signal
     * @param {NodeJS.ProcessEnv} [added]
     * @returns {Promise<string>} its output
     */
    async run([name, ...args], signal, added) {
      const options = { cwd: folder, env: { ...ownEnv, ...added }, signal, maxBuffer: 2 ** 24 };
      const { stdout, stderr } = await run(path.join(folder, "node_modules/.bin", name), args, options);
      return stdout + stderr;
    },

    /**
     * For bundlers that do not accept HTML: copies the pages beside the scripts.
     *
     * @param {string} to
     */
    async copyPages(to) {
      for (const entry of ["default", "streaming"]) {
        await cp(path.join(folder, entry, "index.html"), path.join(folder, to, entry, "index.html"));
      }
    },

    /**
     * Copies the `.wasm` file beside the script that loads it from there.
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
