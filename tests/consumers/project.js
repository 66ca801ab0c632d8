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

/** What the bundlers run in. */
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
 * @param {string} [common] another, whose files several of them have
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

    /** What its commands run in. */
    env: ownEnv,

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
     * @param {NodeJS.ProcessEnv} [added]
     * @returns {Promise<string>} what it said
     */
    async run([name, ...args], signal, added) {
      const options = { cwd: folder, env: { ...ownEnv, ...added }, signal, maxBuffer: 2 ** 24 };
      const { stdout, stderr } = await run(path.join(folder, "node_modules/.bin", name), args, options);
      return stdout + stderr;
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
