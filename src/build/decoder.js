// Builds the decoder of the inlined module: a tiny module of its own.

import path from "node:path";
import { root, work } from "./paths.js";
import { run } from "./report.js";
import { OPTIMIZER } from "./wasm.js";

/** @returns {string} the path of the .wasm */
export function buildDecoder() {
  const decoder = path.join(work, "decode.wasm");
  run(OPTIMIZER, ["-Oz", path.join(root, "src/npm/decode.wat"), "-o", decoder]);
  return decoder;
}
