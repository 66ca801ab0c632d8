/** The module: compiled once for the page, instantiated for each manager. */

import { TokenError } from "./token-error.js";

/** @type {WebAssembly.Module | undefined} */
let compiled;

export const isCompiled = () => compiled !== undefined;

/** @param {() => WebAssembly.Module} compile */
export function compileWith(compile) {
  try {
    compiled = compile();
  } catch (cause) {
    throw notCompiled(cause);
  }
}

/**
 * An instance of its own for a manager: what goes wrong in one is no other's business, and its
 * memory goes with it.
 *
 * @param {WebAssembly.ModuleImports} host what the module asks of JavaScript
 * @param {(cause: unknown) => unknown} trapped makes of what was thrown what is thrown on
 * @returns {import("./types.js").Engine}
 */
export function instantiate(host, trapped) {
  let instance;
  try {
    instance = new WebAssembly.Instance(/** @type {WebAssembly.Module} */ (compiled), { host });
  } catch (cause) {
    // WebKit compiles whatever the page's policy says, and refuses here.
    if (cause instanceof WebAssembly.CompileError) throw notCompiled(cause);
    // A browser has room for a hundred and more.
    throw new TokenError("invalid_options", {
      description: "too many managers; make one, outside of any render",
      cause,
    });
  }
  const guarded = Object.entries(instance.exports).map(([name, run]) => [
    name,
    (/** @type {number[]} */ ...args) => {
      try {
        return /** @type {Function} */ (run)(...args);
      } catch (cause) {
        throw trapped(cause);
      }
    },
  ]);
  return Object.fromEntries(guarded);
}

/** @param {unknown} cause */
export function notCompiled(cause) {
  const description =
    "WebAssembly could not be compiled: if the page has a Content-Security-Policy, its script-src needs 'wasm-unsafe-eval'";
  return new TokenError("invalid_options", { description, cause });
}
