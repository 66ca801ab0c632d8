// Checks that glue and module still fit together after their names were shortened.

import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { root } from "./paths.js";
import { SetupError } from "./report.js";

/**
 * Instantiates the module with its glue, and compares the imports that one has with what the other provides.
 *
 * @param {import("./wasm.js").Engine} engine
 * @param {string} factory the module that `glue.js` made of the glue
 */
export async function checkFit({ module }, factory) {
  const stdin = { contents: factory, resolveDir: root };
  const { outputFiles } = await build({ stdin, bundle: true, format: "esm", write: false });
  const { createEngine } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  const compiled = new WebAssembly.Module(readFileSync(module));
  /** @type {WebAssembly.Imports} */
  let given = {};
  class Instance extends WebAssembly.Instance {
    /**
     * @param {WebAssembly.Module} module
     * @param {WebAssembly.Imports} imports
     */
    constructor(module, imports) {
      super(module, imports);
      given = imports;
    }
  }
  // A missing import is a LinkError.
  createEngine(Instance).initSync({ module: compiled });
  const imported = new Set(WebAssembly.Module.imports(compiled).map(({ module, name }) => `${module} ${name}`));
  const provided = Object.entries(given).flatMap(([module, all]) =>
    Object.keys(all).map((name) => `${module} ${name}`),
  );
  const unknown = provided.filter((name) => !imported.has(name));
  if (provided.length > 0 && unknown.length === 0) return;
  throw new SetupError(
    `The glue does not fit the module, which has no such imports: ${unknown.join(", ") || "(none provided)"}`,
  );
}
