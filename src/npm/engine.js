/**
 * The module: compiled once, with one instance for all managers of the page.
 *
 * It must not trap. If it does (memory or stack may run out, the page's own clock may throw), the
 * instance is unusable: all pending promises reject, later calls into it do nothing, and the next
 * manager gets a fresh instance.
 */

import { createEngine } from "workos-widget-tokens:engine";
import { rejectAll, throwLater } from "./pending.js";
import { TokenError } from "./token-error.js";

/** The methods that return a result; after a failure they throw or reject instead. */
const ANSWERING = ["getToken", "source", "stats", "inspect", "on", "subscribe"];

/** @type {WebAssembly.Module | undefined} */
let compiled;
/** @type {ReturnType<typeof instantiate> | undefined} */
let running;

export const isCompiled = () => compiled !== undefined;

/** @param {() => WebAssembly.Module} compile */
export function compileWith(compile) {
  try {
    compiled = compile();
  } catch (cause) {
    throw notCompiled(cause);
  }
}

/** @param {unknown} options */
export function newManager(options) {
  running ??= instantiate();
  const { TokenManager, failure } = running;
  const manager = new TokenManager(options);
  const { leases } = manager;
  if (failure()) throw failure();
  leases.attachTo(manager);
  return manager;
}

function instantiate() {
  /** @type {{ thrown: unknown } | undefined} a failure that has not been fully reported yet */
  let trap;
  /** @type {TokenError | undefined} */
  let error;

  /** Returns the failure, if there was one, and reports it. After a stack overflow, reporting may itself fail. */
  function failure() {
    if (trap) {
      error ??= new TokenError("disposed", { cause: trap.thrown, description: "the module failed" });
      rejectAll(error);
      running = undefined;
      // No promise may have been pending, so report it to the page's error handlers in any case.
      throwLater(error);
      trap = undefined;
    }
    return error;
  }

  /** Wraps an exported function to record a trap and to do nothing after one. @param {any} value an export */
  const guard = (value) =>
    typeof value !== "function"
      ? value
      : (/** @type {unknown[]} */ ...args) => {
          if (!failure()) {
            try {
              return value(...args);
            } catch (thrown) {
              trap = { thrown };
              failure();
            }
          }
          // Works as any kind of result: converts to 0, and contains no object and no error.
          return [];
        };

  class Instance {
    /** @param {[WebAssembly.Module, WebAssembly.Imports]} args */
    constructor(...args) {
      const exports = Object.entries(new WebAssembly.Instance(...args).exports);
      this.exports = Object.fromEntries(exports.map(([name, value]) => [name, guard(value)]));
    }
  }

  /** @param {any} Class whose objects live in the instance */
  function finish({ prototype }) {
    // wasm-bindgen adds it for manual memory management; here objects are garbage-collected.
    delete prototype.free;
    for (const name of ANSWERING.filter((name) => name in prototype)) {
      const method = prototype[name];
      prototype[name] = function (/** @type {unknown[]} */ ...args) {
        let result;
        try {
          result = method.apply(this, args);
        } catch (thrown) {
          if (!failure()) throw thrown;
        }
        if (!failure()) return result;
        if (name === "getToken") return Promise.reject(error);
        throw error;
      };
    }
    if (Symbol.dispose) prototype[Symbol.dispose] = prototype.dispose;
  }

  const { initSync, TokenManager, TokenSource } = createEngine(Instance);
  try {
    initSync({ module: /** @type {WebAssembly.Module} */ (compiled) });
  } catch (cause) {
    // WebKit compiles whatever the page's policy says, and throws here.
    throw notCompiled(cause);
  }
  finish(TokenSource);
  finish(TokenManager);
  return { TokenManager, failure };
}

/** @param {unknown} cause its message tells a policy from an embedder, and from a missing WebAssembly */
export function notCompiled(cause) {
  const description = `WebAssembly could not be compiled: ${cause}; a Content-Security-Policy needs script-src 'wasm-unsafe-eval'`;
  return new TokenError("invalid_options", { description, cause });
}
