/** The tests' code bundled with one build of React and the packed package. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { isFull } from "../../extent.js";
import { installPackage, repository } from "../package/tarball.js";
import { installFixture } from "./fixture.js";

const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * @typedef {object} ReactBuild
 * @property {18 | 19} version
 * @property {"development" | "production"} mode
 */

/** @type {ReactBuild} */
const NEWEST = { version: 19, mode: "development" };
/** @type {ReactBuild} */
const SHIPPED = { version: 19, mode: "production" };

/** @type {ReactBuild[]} those that differ in a page; each change is tested with the most verbose one */
export const BUILDS = isFull ? [NEWEST, SHIPPED, { version: 18, mode: "development" }] : [NEWEST];

/** @type {ReactBuild[]} */
export const ALL_BUILDS = isFull ? [...BUILDS, { version: 18, mode: "production" }] : [NEWEST, SHIPPED];

/** The builds in which React reports mistakes. */
export const DEVELOPMENT = BUILDS.filter(({ mode }) => mode === "development");

/** @param {18 | 19} version */
export const reactFolder = (version) => (version === 18 ? installFixture(join(here, "react-18")) : repository);

/**
 * @param {ReactBuild} reactBuild
 * @param {string} entry a file beside this one
 * @param {import("esbuild").BuildOptions} [options]
 * @returns {Promise<string>} the script
 */
export async function bundle({ version, mode }, entry, options) {
  const { project } = await installPackage();
  const modules = join(await reactFolder(version), "node_modules");
  const { outputFiles } = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    write: false,
    format: "esm",
    minify: mode === "production",
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
    alias: {
      react: join(modules, "react"),
      "react-dom": join(modules, "react-dom"),
    },
    plugins: [fromProject(project)],
    // Loaded by the page itself: a bundle of the adapter contains no manager.
    external: ["/page.js"],
    ...options,
  });
  return outputFiles[0].text;
}

/**
 * Resolves the package from its installation, and not from this repository, which has the same name.
 *
 * @param {string} resolveDir
 * @returns {import("esbuild").Plugin}
 */
function fromProject(resolveDir) {
  return {
    name: "from-project",
    setup(build) {
      build.onResolve({ filter: /^workos-widget-tokens(\/|$)/ }, ({ path, kind, resolveDir: from }) =>
        from === resolveDir ? undefined : build.resolve(path, { kind, resolveDir }),
      );
    },
  };
}
