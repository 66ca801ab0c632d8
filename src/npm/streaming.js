/** The entry with a separate `.wasm`, compiled as it comes in. */

import { compileWith, isCompiled, newManager, notCompiled } from "./engine.js";
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
  return newManager(options);
}

/** @param {any} source */
async function load(source) {
  const bytes = await read(source);
  const notAllowed = (/** @type {unknown} */ cause) => {
    throw notCompiled(cause);
  };
  const isModule = bytes instanceof WebAssembly.Module;
  const module = isModule ? bytes : await WebAssembly.compile(bytes).catch(notAllowed);
  compileWith(() => module);
}

/** Bytes, or a module. @type {(source: any) => Promise<any>} */
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
