/** The module, once a page. */

import { imports, start } from "workos-widget-tokens:glue";
import { TokenError } from "./token-error.js";

let loaded = false;

export const isLoaded = () => loaded;

/** @param {() => WebAssembly.Module} compile */
export function instantiate(compile) {
  try {
    start(new WebAssembly.Instance(compile(), imports()));
    loaded = true;
  } catch (cause) {
    throw notCompiled(cause);
  }
}

/** @param {unknown} cause */
export function notCompiled(cause) {
  const description =
    "WebAssembly could not be compiled: if the page has a Content-Security-Policy, its script-src needs 'wasm-unsafe-eval'";
  return new TokenError("invalid_options", { description, cause });
}
