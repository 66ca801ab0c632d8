// npm run build: makes dist/, which is what is published.

import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { FOR_BROWSERS, FOR_SERVERS } from "./bundling.js";
import { buildDecoder } from "./decoder.js";
import { buildDemo } from "./demo.js";
import { checkFit } from "./fit.js";
import { engineFactory } from "./glue.js";
import { provideInspector } from "./inspector.js";
import { printIntegrity } from "./integrity.js";
import { writeLicences } from "./licences.js";
import { dist, root } from "./paths.js";
import { runMain, say } from "./report.js";
import { writeSbom } from "./sbom.js";
import { encode } from "./text-encoding.js";
import { buildEngines } from "./wasm.js";

const ENTRIES = { index: "index.js", streaming: "streaming.js" };
// The default entry, around another build of the module.
const TABS_ENTRY = { tabs: "index.js" };
// What stands beside the manager, and holds nothing of it.
const COMPANIONS = {
  react: "react/index.js",
  diagnostics: "diagnostics/index.js",
  fetch: "fetch/index.js",
  inspector: "inspector/index.js",
  "inspector-react": "inspector/react.js",
};
const TYPES = ["index", "streaming", "tabs", ...Object.keys(COMPANIONS), "platform", "workos-widget-tokens.wasm"];

const source = path.join(root, "src/npm");

await runMain(async () => {
  const engines = await buildEngines();
  const decoder = readFileSync(buildDecoder());
  say("Putting dist/ together");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const built = await provide(engines.plain, decoder);
  await buildEntries(ENTRIES, built);
  await buildEntries(TABS_ENTRY, await provide(engines.tabs, decoder));
  await build({
    ...FOR_BROWSERS,
    entryPoints: { server: path.join(source, "server/index.js") },
    outdir: dist,
    inject: [path.join(source, "server/weak-ref.js")],
    plugins: [built],
  });
  await build({
    ...FOR_BROWSERS,
    entryPoints: Object.entries(COMPANIONS).map(([out, file]) => ({ in: path.join(source, file), out })),
    outdir: dist,
    external: ["react"],
    plugins: [provideInspector(source)],
    // The app's own bundler says which it is, as it does for React itself.
    define: { "process.env.NODE_ENV": "process.env.NODE_ENV" },
  });
  // What no page ever loads: the command that checks a token route, and the route itself, for any server.
  await build({
    ...FOR_SERVERS,
    entryPoints: { check: path.join(root, "src/check/main.js") },
    outdir: dist,
    platform: "node",
  });
  await build({ ...FOR_SERVERS, entryPoints: { route: path.join(root, "src/route/index.js") }, outdir: dist });
  copyFileSync(engines.plain.module, path.join(dist, "workos-widget-tokens.wasm"));
  for (const file of TYPES) copyFileSync(path.join(source, `${file}.d.ts`), path.join(dist, `${file}.d.ts`));
  copyFileSync(path.join(root, "src/route/index.d.ts"), path.join(dist, "route.d.ts"));
  writeLicences();
  writeSbom();
  await buildDemo();
  printIntegrity();
});

/**
 * Each entry is one file: a page without a build step fetches nothing in a row.
 *
 * @param {Record<string, string>} entries
 * @param {import("esbuild").Plugin} built
 */
async function buildEntries(entries, built) {
  await build({
    ...FOR_BROWSERS,
    entryPoints: Object.entries(entries).map(([out, file]) => ({ in: path.join(source, file), out })),
    outdir: dist,
    // All of it is needed at once: V8 compiles it in one go, which takes a third off a slow machine's start.
    banner: { js: "//# allFunctionsCalledOnLoad" },
    plugins: [built],
  });
}

/**
 * Puts what is built where the entries import it (see `src/npm/modules.d.ts`).
 *
 * @param {import("./wasm.js").Engine} engine
 * @param {Buffer} decoder
 * @returns {Promise<import("esbuild").Plugin>}
 */
async function provide(engine, decoder) {
  const factory = await engineFactory(engine);
  await checkFit(engine, factory);
  const bytes = encode(readFileSync(engine.module));
  return {
    name: "provide",
    setup(build) {
      build.onResolve({ filter: /^workos-widget-tokens:/ }, ({ path }) => ({ path, namespace: "built" }));
      build.onLoad({ filter: /:engine$/, namespace: "built" }, () => ({ contents: factory, resolveDir: root }));
      build.onLoad({ filter: /:bytes$/, namespace: "built" }, () => ({ contents: bytes, loader: "text" }));
      build.onLoad({ filter: /:decoder$/, namespace: "built" }, () => ({ contents: decoder, loader: "base64" }));
    },
  };
}
