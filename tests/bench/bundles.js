// The contenders bundled by esbuild: the scripts to run, and what an app would ship.

import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { dist } from "../../src/build/paths.js";

const here = fileURLToPath(new URL(".", import.meta.url));

/** @type {import("esbuild").BuildOptions} */
const OPTIONS = {
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  legalComments: "none",
  logLevel: "error",
  define: { "process.env.NODE_ENV": '"production"' },
  write: false,
};

/**
 * Each contender's readers, in a script of its own.
 *
 * @param {import("./contenders.js").Contender[]} contenders
 * @param {string} peers the folder in which they are installed
 * @param {string | undefined} baseline the folder of its build
 * @returns {Promise<Map<string, string>>} by path in the page
 */
export async function bundleContenders(contenders, peers, baseline) {
  const bundled = contenders.map(async ({ file, kind }) => {
    const plugins = [lookIn(peers), takeBuildFrom(kind === "baseline" && baseline ? baseline : dist)];
    const { outputFiles = [] } = await build({ ...OPTIONS, plugins, entryPoints: [path.join(here, file)] });
    return /** @type {const} */ ([`/bundles/${file}`, outputFiles[0].text]);
  });
  return new Map(await Promise.all(bundled));
}

/**
 * What an app would ship of a package.
 *
 * @param {string} app
 * @param {string} folder from which imports are resolved
 */
export async function bundleApp(app, folder = dist) {
  const { outputFiles = [] } = await build({ ...OPTIONS, stdin: { contents: app, resolveDir: folder } });
  return Buffer.from(outputFiles[0].contents);
}

/**
 * Packages are resolved from one folder, not from the project's own, which has other versions of
 * some.
 *
 * @param {string} folder
 * @returns {import("esbuild").Plugin}
 */
const lookIn = (folder) => ({
  name: "resolve in one folder",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind, resolveDir, pluginData }) => {
      if (kind === "entry-point" || pluginData === folder || resolveDir.startsWith(folder)) return undefined;
      return resolve(path, { kind, resolveDir: folder, pluginData: folder });
    });
  },
});

/**
 * The readers import this package from its build folder; this selects which build.
 *
 * @param {string} folder
 * @returns {import("esbuild").Plugin}
 */
const takeBuildFrom = (folder) => ({
  name: "select one build",
  setup({ onResolve }) {
    onResolve({ filter: /\/dist\/index\.js$/ }, () => ({ path: path.join(folder, "index.js") }));
  },
});
