/** The entry with a separate `.wasm`, compiled as it comes in. */

import { TokenManager } from "./manager.js";
import { compileWith, isCompiled, notCompiled } from "./module.js";
import { TokenError } from "./token-error.js";

export { TokenError };

/** @type {Promise<void> | undefined} */
let loading;

/** @param {any} [source] */
export function init(source) {
  loading ??= load(source ?? new URL("./workos-widget-tokens.wasm", import.meta.url)).catch((error) => {
    loading = undefined; // so that it can be tried again
    throw error;
  });
  return loading;
}

/** @param {import("./index.js").TokenManagerOptions} options */
export function createTokenManager(options) {
  if (!isCompiled()) {
    throw new TokenError("invalid_options", { description: "the module is not loaded: await init() first" });
  }
  return new TokenManager(options);
}

/** @param {any} source */
async function load(source) {
  const bytes = await read(source);
  try {
    const module = bytes instanceof WebAssembly.Module ? bytes : await WebAssembly.compile(bytes);
    compileWith(() => module);
  } catch (cause) {
    throw cause instanceof TokenError ? cause : notCompiled(cause);
  }
}

/**
 * @param {any} source
 * @returns {Promise<any>} bytes, or a module
 */
async function read(source) {
  try {
    source = await source;
    const isAddress = typeof source === "string" || source instanceof URL || source instanceof Request;
    const response = isAddress ? await fetch(source) : source;
    if (!(response instanceof Response)) return response;
    const type = response.headers.get("content-type") ?? "";
    // A host that knows no such file may answer with its start page.
    if (response.ok && !type.startsWith("text/html")) {
      // Compiling while it loads needs the right type; the platform checks for the very text.
      const isWasm = type === "application/wasm";
      return await (isWasm ? WebAssembly.compileStreaming(response) : response.arrayBuffer());
    }
    throw new Error(`${response.status} ${response.url}`);
  } catch (cause) {
    if (cause instanceof WebAssembly.CompileError) throw notCompiled(cause);
    throw new TokenError("network", { transient: true, description: "the .wasm file could not be loaded", cause });
  }
}
