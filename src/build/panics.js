// Takes the text of panics out of the module.
//
// No path of ours panics, and with panic = "abort" one in a library ends in a trap: all
// that its message does on the way there is to weigh five kilobytes, since nobody prints
// it. So the functions that make up messages become the trap itself.

import binaryen from "binaryen";

const MESSAGE_MAKERS =
  /panick|\bpanic_|\bfmt\b|handle_alloc_error|handle_error|slice_error_fail|expect_failed|unwrap_failed|PanicPayload/;
const OURS = /workos_widget_tokens/;

/** @param {Uint8Array} bytes a module that still has the names of its functions */
export function dropPanicText(bytes) {
  const module = binaryen.readBinary(bytes);
  const functions = Array.from({ length: module.getNumFunctions() }, (_, index) =>
    binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
  );
  for (const { name, base, params, results } of functions) {
    const isImport = base !== "";
    if (isImport || OURS.test(name) || !MESSAGE_MAKERS.test(name)) continue;
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.unreachable());
  }
  const result = module.emitBinary();
  module.dispose();
  return result;
}

/** What is left of messages in the data: names of source files, and the library's words. */
const LEFTOVERS = [
  /[\w./-]*\/[\w./-]+\.rs/g,
  /(\d\d){100}/g,
  /slice index starts at |" out of range for slice of length |insertion index \(is |\) should be <= len \(is /g,
  /assertion failed: [ij] < self\.len\(\)|Lazy instance has previously been poisoned|reentrant init/g,
  /RefCell already (mutably )?borrowed|Tried to shrink to a larger capacity|capacity overflow/g,
];

/**
 * Nothing reads the leftovers: blanks compress to nothing.
 *
 * @param {Buffer} bytes
 */
export function blankLeftovers(bytes) {
  const blank = (/** @type {string} */ text) => "\0".repeat(text.length);
  const text = LEFTOVERS.reduce((left, pattern) => left.replace(pattern, blank), bytes.toString("latin1"));
  return Buffer.from(text, "latin1");
}
