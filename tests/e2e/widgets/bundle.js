/** The tests' pages, bundled as an app would be: the real components, and the package from its tarball. */

import { rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { installPackage, repository } from "../package/tarball.js";

const here = fileURLToPath(new URL("app/", import.meta.url));

export const PAGES = ["with-package", "functions-alone", "by-hand"];

/** @type {Promise<string>} */
let bundled;

/**
 * Bundles the pages, once for each process.
 *
 * @param {string} page
 * @returns {Promise<{ pagesDir: string, demoDistDir: string }>} the folders for the demo's server
 */
export async function foldersOf(page) {
  bundled ??= bundle();
  const folder = await bundled;
  return { pagesDir: join(folder, page), demoDistDir: join(folder, "dist") };
}

async function bundle() {
  const { project } = await installPackage();
  const folder = await mkdtemp(join(tmpdir(), "widgets-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const page of PAGES) {
    await mkdir(join(folder, page));
    await writeFile(join(folder, page, "widgets.html"), htmlOf(page));
  }
  await build({
    entryPoints: PAGES.map((page) => join(here, `${page}.jsx`)),
    outdir: join(folder, "dist"),
    bundle: true,
    format: "esm",
    splitting: true,
    jsx: "automatic",
    // The builds in which React and the package report most.
    define: { "process.env.NODE_ENV": '"development"' },
    plugins: [fromProject(project)],
    logLevel: "error",
  });
  return folder;
}

/** @param {string} page */
function htmlOf(page) {
  const links = `<link rel="icon" href="data:,"><link rel="stylesheet" href="/dist-demo/${page}.css">`;
  const script = `<script type="module" src="/dist-demo/${page}.js"></script>`;
  return `<!doctype html><html lang="en"><title>Widgets</title>${links}<body>${script}`;
}

/**
 * Resolves the package from its installation, and its React from this repository: an app has one
 * React.
 *
 * @param {string} project
 * @returns {import("esbuild").Plugin}
 */
function fromProject(project) {
  return {
    name: "from-project",
    setup(build) {
      build.onResolve({ filter: /^workos-widget-tokens(\/|$)/ }, ({ path, kind, resolveDir }) =>
        resolveDir === project ? undefined : build.resolve(path, { kind, resolveDir: project }),
      );
      build.onResolve({ filter: /^react$/ }, ({ path, kind, resolveDir }) =>
        resolveDir.startsWith(project) ? build.resolve(path, { kind, resolveDir: repository }) : undefined,
      );
    },
  };
}
