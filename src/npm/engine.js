/**
 * The module: compiled once, and one instance of it for all managers of the page.
 *
 * It must not fail. If it does all the same (memory or stack may run out, the page's own clock may
 * throw), nothing in that instance is to be relied on any more: every caller that waits is told, what
 * is still called of it does nothing, and the next manager gets a fresh instance.
 */

import { createEngine } from "workos-widget-tokens:engine";
import { rejectAll, throwLater } from "./pending.js";
import { TokenError } from "./token-error.js";

/** The methods that a caller expects an answer of: after a failure there is none, but the error. */
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
  /** @type {{ thrown: unknown } | undefined} a failure that not everybody has been told of */
  let trap;
  /** @type {TokenError | undefined} */
  let error;

  /** The failure, if there was one. At the end of the stack, telling of it may not come to its end. */
  function failure() {
    if (trap) {
      error ??= new TokenError("disposed", { cause: trap.thrown, description: "the module failed" });
      rejectAll(error);
      running = undefined;
      // Nobody may have waited; the page's own handlers hear of it in any case.
      throwLater(error);
      trap = undefined;
    }
    return error;
  }

  /** @param {any} value what the instance exports: of a function, one that notices a failure, and does nothing after it */
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
          // It stands for every kind of result: no number, no object, and no error in its place.
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
    // What wasm-bindgen adds for apps that manage memory by hand; here the platform collects.
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
    // WebKit compiles whatever the page's policy says, and refuses here.
    throw notCompiled(cause);
  }
  finish(TokenSource);
  finish(TokenManager);
  return { TokenManager, failure };
}

/** @param {unknown} cause whose words tell a policy from an embedder, and from what knows no WebAssembly */
export function notCompiled(cause) {
  const description = `WebAssembly could not be compiled: ${cause}; a Content-Security-Policy needs script-src 'wasm-unsafe-eval'`;
  return new TokenError("invalid_options", { description, cause });
}
