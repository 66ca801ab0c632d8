/** The entry with a separate `.wasm`, compiled while it downloads. */

import { compileWith, isCompiled, newManager, notCompiled } from "./engine.js";
import { TokenError } from "./token-error.js";

export { TokenError };

/** @type {Promise<void> | undefined} */
let loading;

/** @param {any} [source] */
export function init(source) {
  loading ??= load(source ?? new URL("./workos-widget-tokens.wasm", import.meta.url)).catch((error) => {
    loading = undefined; // so that a later call can retry
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
  const read = await readSource(source);
  try {
    const module = read instanceof WebAssembly.Module ? read : await WebAssembly.compile(read);
    compileWith(() => module);
  } catch (cause) {
    throw notCompiled(cause);
  }
}

/** Returns bytes or a module. @type {(source: any) => Promise<any>} */
async function readSource(source) {
  /** @type {any} */
  let from = "";
  let transient = true;
  let why = "check connection, integrity and connect-src";
  let cause;
  try {
    from = await source;
    const isAddress = typeof from === "string" || from instanceof URL || from instanceof Request;
    const response = isAddress ? await fetch(from) : from;
    if (!(response instanceof Response)) return response;
    const { status } = response;
    const type = response.headers.get("content-type") ?? "";
    // A host may serve its start page for an unknown file.
    if (response.ok && !type.startsWith("text/html")) {
      // Streaming compilation requires exactly this type.
      const isWasm = type === "application/wasm";
      return await (isWasm ? WebAssembly.compileStreaming(response) : response.arrayBuffer());
    }
    transient = status >= 500;
    why = `${status} ${type}; copy it there, or pass init() its URL`;
  } catch (thrown) {
    // The network, an integrity hash and a policy all fail with an uninformative TypeError.
    if (/^(Compile|Reference)/.test(String(thrown))) throw notCompiled(thrown);
    cause = thrown;
  }
  const description = `the .wasm file could not be loaded: ${from.url ?? from}; ${why}`;
  const error = new TokenError("network", { transient, description, cause });
  // The code's usual text is about the token route.
  error.message = `network: ${description}`;
  throw error;
}
