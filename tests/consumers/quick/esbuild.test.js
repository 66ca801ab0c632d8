/** An app built and served by esbuild. */

import { testBundler } from "../bundler.js";

const bundle = (/** @type {string} */ entry) => ["esbuild", `${entry}/main.js`, "--bundle", "--format=esm"];
const COPY = "`cp node_modules/workos-widget-tokens/dist/*.wasm` beside the bundle";

testBundler({
  name: "esbuild",
  folder: "esbuild",
  dependency: "esbuild",
  async prepare(project) {
    for (const folder of ["out", "www"]) {
      await project.copyPages(folder);
      await project.copyModule(`${folder}/streaming`);
    }
  },
  build: (entry) => [...bundle(entry), "--minify", `--outdir=out/${entry}`],
  serve: (entry, port) => [...bundle(entry), `--outdir=www/${entry}`, "--servedir=www", `--serve=localhost:${port}`],
  lines: { build: COPY, serve: COPY },
});
