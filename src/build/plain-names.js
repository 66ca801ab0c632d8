// Takes off what wasm-bindgen puts around the functions of a module that lets nothing
// but numbers through: the hashes in the names of its imports, and the table of objects.

import binaryen from "binaryen";
import { Impediment } from "./report.js";

/** What the imports are looked up under. */
const HOST = "host";
const DECORATED = /^__wbg_(\w+?)_[0-9a-f]{16}$/;
const OF_OBJECTS = /^__wbindgen_|^__abort_handler$|^__instance_terminated$/;

/** @param {Uint8Array} bytes */
export function plainNames(bytes) {
  const module = binaryen.readBinary(bytes);
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const { name, base, params, results } = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    const plain = DECORATED.exec(base ?? "")?.[1];
    if (plain) module.addFunctionImport(name, HOST, plain, params, results);
  }
  for (const name of exportsOf(module)) {
    if (OF_OBJECTS.test(name)) module.removeExport(name);
  }
  const result = module.emitBinary();
  module.dispose();
  return result;
}

/**
 * Makes sure that the hand-written side has all that the module wants.
 *
 * @param {BufferSource} bytes
 */
export function checkNames(bytes) {
  const strange = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).filter(({ module }) => module !== HOST);
  if (strange.length === 0) return;
  const names = strange.map(({ name }) => name).join(", ");
  throw new Impediment(
    `The module imports what only wasm-bindgen's own glue has: ${names}. Let nothing but numbers cross.`,
  );
}

/** @param {binaryen.Module} module */
function exportsOf(module) {
  return Array.from(
    { length: module.getNumExports() },
    (_, index) => binaryen.getExportInfo(module.getExportByIndex(index)).name,
  );
}
