/**
 * All entries with a manager, for servers; `exports` in package.json resolves to this file there. It contains the
 * module's bytes, so no server has to find the `.wasm`, which its build may not have copied, or to fetch it. It has
 * no other tabs to share tokens with.
 *
 * Where a test runner emulates a page, the real manager is created immediately.
 */

import { compileWith, isCompiled } from "../engine.js";
import { createTokenManager as createInPage } from "../index.js";
import { TokenError } from "../token-error.js";
import { DeferredManager } from "./deferred-manager.js";

export { TokenError };

const BROWSER = "tokens are for the browser: ask in an effect, onMount or a client component";
const FORBIDDEN = `this server does not allow compiling WebAssembly; ${BROWSER}. To get tokens here anyway: import wasm from "workos-widget-tokens/workos-widget-tokens.wasm", and await init(wasm) of "workos-widget-tokens/streaming"`;
const MISSING = `there is no WebAssembly here; ${BROWSER}`;

/**
 * Ignores a URL, which is for the page. A compiled module is for servers that do not allow compiling.
 *
 * @param {unknown} [source]
 */
export async function init(source) {
  const given = await Promise.resolve(source).catch(() => undefined);
  if (globalThis.WebAssembly && given instanceof WebAssembly.Module) compileWith(() => given);
}

/** @param {any} options */
export function createTokenManager(options) {
  const alone = withoutTabs(options);
  if (globalThis.location) return createInPage(alone);
  // The module is not compiled only to validate the options; if it is compiled already, it does so now.
  if (isCompiled()) createInPage(alone).dispose();
  return new DeferredManager(() => createOnServer(alone));
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
function withoutTabs(options) {
  try {
    return options.shareAcrossTabs === true ? { ...options, shareAcrossTabs: false } : options;
  } catch {
    // The module reads them again and reports the error.
    return options;
  }
}

/** @param {any} options */
function withFetch(options) {
  try {
    return options.fetch === undefined ? { ...options, fetch: fetchUncached } : options;
  } catch {
    // The module reads them again and reports the error.
    return options;
  }
}

/** Servers do not cache replies, and Workers before the compatibility date of November 2024 reject `cache`. */
const fetchUncached = (/** @type {string} */ url, /** @type {RequestInit} */ { cache, ...init }) => fetch(url, init);
