/** The default entry: the module's bytes are in this file and compiled when first needed. */

import text from "workos-widget-tokens:bytes";
import { decode } from "./decode.js";
import { compileWith, isCompiled, newManager } from "./engine.js";

export { TokenError } from "./token-error.js";

/** @param {import("./index.js").TokenManagerOptions} options */
export function createTokenManager(options) {
  if (!isCompiled()) compileWith(() => new WebAssembly.Module(decode(text)));
  return newManager(options);
}
