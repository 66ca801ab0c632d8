/** The default entry: the module's bytes are in this file, and compiled when first needed. */

import text from "workos-widget-tokens:bytes";
import { Engine } from "workos-widget-tokens:glue";
import { decode } from "./decode.js";
import { instantiate, isLoaded } from "./instantiate.js";
import { TokenManager } from "./manager.js";

export { TokenError } from "./token-error.js";

/** @param {import("./index.js").TokenManagerOptions} options */
export function createTokenManager(options) {
  if (!isLoaded()) instantiate(() => new WebAssembly.Module(decode(text)));
  return new TokenManager(Engine, options);
}
