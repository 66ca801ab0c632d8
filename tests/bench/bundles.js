// What esbuild makes of the contenders: the scripts that are run, and what an app would ship.

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
 * @returns {Promise<Map<string, string>>} by the path that the page knows them by
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
 * @param {string} folder from where its imports are looked up
 */
export async function bundleApp(app, folder = dist) {
  const { outputFiles = [] } = await build({ ...OPTIONS, stdin: { contents: app, resolveDir: folder } });
  return Buffer.from(outputFiles[0].contents);
}

/**
 * Packages come from one folder, and not from the project's own, which has other versions of some.
 *
 * @param {string} folder
 * @returns {import("esbuild").Plugin}
 */
const lookIn = (folder) => ({
  name: "look in one folder",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind, resolveDir, pluginData }) => {
      if (kind === "entry-point" || pluginData === folder || resolveDir.startsWith(folder)) return undefined;
      return resolve(path, { kind, resolveDir: folder, pluginData: folder });
    });
  },
});

/**
 * The readers import this package from where it is built; which build that is, is said here.
 *
 * @param {string} folder
 * @returns {import("esbuild").Plugin}
 */
const takeBuildFrom = (folder) => ({
  name: "take one build",
  setup({ onResolve }) {
    onResolve({ filter: /\/dist\/index\.js$/ }, () => ({ path: path.join(folder, "index.js") }));
  },
});
