// Turns wasm-bindgen's glue into a factory.
//
// The glue is written as a module with module-level state, so a page would have a single copy, and
// a trap leaves that copy unusable. A factory creates a fresh one.

import path from "node:path";
import { build } from "esbuild";
import { FOR_BROWSERS } from "./bundling.js";
import { root } from "./paths.js";
import { SetupError } from "./report.js";

/** The glue's exports that the package uses. The rest, such as its own loader, is tree-shaken. */
const USED = ["initSync", "TokenManager", "TokenSource"];

/** Properties of the glue's own objects that nothing else reads: they get short names. */
const INTERNAL = ["__wbg_ptr", "__wrap", "__destroy_into_raw", "_wbg_cb_unref"];

/** Provides TextDecoder and TextEncoder, which the glue expects as globals. */
const TEXT_CODING = path.join(root, "src/npm/text-coding.js");

/**
 * Returns the source of a module that exports `createEngine` (see `src/npm/modules.d.ts`).
 *
 * @param {import("./wasm.js").Engine} engine
 */
export async function engineFactory({ glue, names }) {
  /** @type {Set<string>} files of the repository that the glue imports */
  const snippets = new Set();
  const { outputFiles } = await build({
    ...FOR_BROWSERS,
    stdin: {
      contents: `import { ${USED} } from "./${path.basename(glue)}"; engine = { ${USED} };`,
      resolveDir: path.dirname(glue),
    },
    format: "iife",
    write: false,
    // The caller's constructor may wrap the exports of the instance; and `src/npm/engine.js` says what disposal is.
    define: { "WebAssembly.Instance": "Instance", "Symbol.dispose": "undefined" },
    // A warning about parameters that are never given.
    drop: ["console"],
    // Renames the glue's side of the border by the table that wasm-opt printed for the module's.
    mangleProps: new RegExp(`^(?:${[...INTERNAL, ...Object.keys(names)].map(escapePattern).join("|")})$`),
    mangleQuoted: true,
    mangleCache: names,
    plugins: [shareSnippets(snippets)],
  });
  const [{ text }] = outputFiles;
  const left = Object.keys(names).filter((name) => text.includes(name));
  if (left.length > 0) throw new SetupError(`The glue still uses names that wasm-opt has replaced: ${left.join(", ")}`);
  const imports = [...snippets].map((file) => `import * as ${namespaceOf(file)} from ${JSON.stringify(file)};`);
  return `${imports.sort().join("\n")}
import { TextDecoder, TextEncoder } from ${JSON.stringify(TEXT_CODING)};
export function createEngine(Instance) {
  let engine;
  ${text}
  return engine;
}`;
}

/**
 * wasm-bindgen copies the JavaScript files that Rust imports. The copies are replaced by the files
 * themselves, imported outside the factory: all engines and the entries share one `TokenError`.
 *
 * @param {Set<string>} snippets
 * @returns {import("esbuild").Plugin}
 */
function shareSnippets(snippets) {
  return {
    name: "share snippets",
    setup(build) {
      build.onResolve({ filter: /^\.\/snippets\/workos-widget-tokens-/ }, ({ path: copy }) => {
        const [, , , ...source] = copy.split("/");
        return { path: path.join(root, ...source), namespace: "snippet" };
      });
      build.onLoad({ filter: /.*/, namespace: "snippet" }, async ({ path: file }) => {
        snippets.add(file);
        const names = await exportsOf(file);
        // As pure calls, so that unused exports are tree-shaken.
        const value = (/** @type {string} */ name) => `/* @__PURE__ */ (() => ${namespaceOf(file)}.${name})()`;
        return { contents: names.map((name) => `export const ${name} = ${value(name)};`).join("\n") };
      });
    },
  };
}

/** @param {string} file */
const namespaceOf = (file) => path.relative(root, file).replaceAll(/\W/g, "_");

/** @param {string} file */
async function exportsOf(file) {
  const { metafile } = await build({ entryPoints: [file], format: "esm", metafile: true, write: false });
  return Object.values(metafile.outputs)[0].exports;
}

/** @param {string} text */
const escapePattern = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
