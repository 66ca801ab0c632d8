// npm run build: makes dist/, which is what is published.

import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { buildDemo } from "./demo.js";
import { printIntegrity } from "./integrity.js";
import { writeLicences } from "./licences.js";
import { dist, root } from "./paths.js";
import { runMain, say } from "./report.js";
import { writeBill } from "./sbom.js";
import { encode } from "./text-encoding.js";
import { buildWasm } from "./wasm.js";

const ENTRIES = ["index", "streaming"];
// What the module itself needs, but for Firefox, which got private class members later.
const TARGETS = ["chrome96", "firefox90", "safari15.1"];
// What stands beside the manager, and holds nothing of it.
const COMPANIONS = { react: "react/index.js", diagnostics: "diagnostics/index.js" };
const TYPES = ["index.d.ts", "streaming.d.ts", "react.d.ts", "diagnostics.d.ts"];

await runMain(async () => {
  const module = buildWasm();
  say("Putting dist/ together");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const source = path.join(root, "src/npm");
  // Each entry is one file: a page without a build step fetches nothing in a row.
  await build({
    entryPoints: ENTRIES.map((entry) => path.join(source, `${entry}.js`)),
    outdir: dist,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: TARGETS,
    legalComments: "none",
    // All of it is needed at once: V8 compiles it in one go, which takes a third off a slow machine's start.
    banner: { js: "//# allFunctionsCalledOnLoad" },
    plugins: [provide(module)],
  });
  await build({
    entryPoints: Object.entries(COMPANIONS).map(([out, file]) => ({ in: path.join(source, file), out })),
    outdir: dist,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: TARGETS,
    legalComments: "none",
    external: ["react"],
    // The app's own bundler says which it is, as it does for React itself.
    define: { "process.env.NODE_ENV": "process.env.NODE_ENV" },
  });
  // The command that checks a token route; no page ever loads it.
  await build({
    entryPoints: [path.join(root, "src/check/main.js")],
    outfile: path.join(dist, "check.js"),
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    legalComments: "none",
  });
  copyFileSync(module, path.join(dist, "workos-widget-tokens.wasm"));
  for (const file of TYPES) copyFileSync(path.join(source, file), path.join(dist, file));
  writeLicences();
  writeBill();
  await buildDemo();
  printIntegrity();
});

/**
 * Puts the bytes where the default entry imports them.
 *
 * @param {string} module
 * @returns {import("esbuild").Plugin}
 */
function provide(module) {
  return {
    name: "provide",
    setup(build) {
      build.onResolve({ filter: /^workos-widget-tokens:bytes$/ }, () => ({ path: module, namespace: "bytes" }));
      build.onLoad({ filter: /.*/, namespace: "bytes" }, ({ path }) => ({
        contents: encode(readFileSync(path)),
        loader: "text",
      }));
    },
  };
}
