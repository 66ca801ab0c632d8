/**
 * Both entries where there is no page; `exports` in package.json leads servers here. The module's bytes are in
 * this file: no server has to find the `.wasm`, which its build may have left behind, or to fetch it.
 *
 * A test runner may make a page in such a place: there a manager is made at once.
 */

import { compileWith, isCompiled } from "../engine.js";
import { createTokenManager as createInPage } from "../index.js";
import { TokenError } from "../token-error.js";
import { DeferredManager } from "./deferred-manager.js";

export { TokenError };

const BROWSER = "tokens are for the browser: ask in an effect, onMount or a client component";
const FORBIDDEN = `this server lets no WebAssembly be compiled; ${BROWSER}. If it is to have tokens all the same: import wasm from "workos-widget-tokens/workos-widget-tokens.wasm", and await init(wasm), which "workos-widget-tokens/streaming" exports`;
const MISSING = `there is no WebAssembly here; ${BROWSER}`;

/**
 * An address is for the page, which has no bytes. A module is for servers that compile nothing themselves.
 *
 * @param {unknown} [source]
 */
export async function init(source) {
  const given = await Promise.resolve(source).catch(() => undefined);
  if (globalThis.WebAssembly && given instanceof WebAssembly.Module) compileWith(() => given);
}

/** @param {any} options */
export function createTokenManager(options) {
  if (globalThis.location) return createInPage(options);
  // Nothing is compiled to read the options: but if the module is there, it reads them now.
  if (isCompiled()) createInPage(options).dispose();
  return new DeferredManager(() => createOnServer(options));
}

/** @param {any} options */
function createOnServer(options) {
  try {
    return createInPage(withFetch(options));
  } catch (error) {
    if (isCompiled()) throw error;
    const { cause } = /** @type {TokenError} */ (error);
    throw new TokenError("invalid_options", { description: globalThis.WebAssembly ? FORBIDDEN : MISSING, cause });
  }
}

/** @param {any} options */
function withFetch(options) {
  try {
    return options.fetch === undefined ? { ...options, fetch: fetchUncached } : options;
  } catch {
    // The module reads them again, and says what is wrong.
    return options;
  }
}

/** No server caches replies, and Workers before the compatibility date of November 2024 know no such option. */
const fetchUncached = (/** @type {string} */ url, /** @type {RequestInit} */ { cache, ...init }) => fetch(url, init);
