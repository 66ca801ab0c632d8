// Shortens the names by which the module and its glue know each other.
//
// wasm-bindgen puts a hash in each, which no compressor can shorten. They are replaced
// in both files at once, so that the two still fit.

import binaryen from "binaryen";

/** What wasm-bindgen calls the module that its imports are from. */
const GLUE = "./engine_bg.js";
const SHORT_GLUE = "a";

/**
 * @param {Uint8Array} bytes
 * @param {string} glue
 */
export function shortenNames(bytes, glue) {
  const module = binaryen.readBinary(bytes);
  /** @type {Map<string, string>} */
  const names = new Map();
  const shorten = (/** @type {string} */ name) => {
    const short = names.get(name) ?? `${String.fromCharCode(97 + (names.size % 26))}${Math.floor(names.size / 26)}`;
    names.set(name, short);
    return short;
  };
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const { name, module: from, base, params, results } = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (base) module.addFunctionImport(name, from === GLUE ? SHORT_GLUE : String(from), shorten(base), params, results);
  }
  const exports = Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  );
  for (const { name, value, kind } of exports) {
    if (kind !== binaryen.ExternalFunction) continue;
    module.removeExport(name);
    module.addFunctionExport(value, shorten(name));
  }
  const result = { module: module.emitBinary(), glue: replaceNames(glue, names) };
  module.dispose();
  return result;
}

/**
 * @param {string} glue
 * @param {Map<string, string>} names
 */
function replaceNames(glue, names) {
  return glue
    .replace(`"${GLUE}"`, `"${SHORT_GLUE}"`)
    .replace(/\bwasm\.(\w+)/g, (all, name) => (names.has(name) ? `wasm.${names.get(name)}` : all))
    .replace(/^(\s+)(__wbg_\w+|__wbindgen_\w+):/gm, (all, space, name) =>
      names.has(name) ? `${space}${names.get(name)}:` : all,
    );
}
