/**
 * The same API with the module in a separate file, compiled while it downloads: await `init()` first.
 *
 * ```html
 * <script type="module">
 *   import { init, createTokenManager } from "/node_modules/workos-widget-tokens/dist/streaming.js";
 *   await init();
 *   const tokens = createTokenManager({ endpoint: "/api/widget-token" });
 * </script>
 * ```
 */

import type { TokenManager, TokenManagerOptions } from "./index.js";
import type { WasmSource } from "./platform.js";

export * from "./index.js";

/**
 * Loads and compiles the module. Once is enough; later calls return the same promise.
 *
 * On a server it loads nothing: there the module is part of the package's own file, and the first `getToken` compiles
 * it. Pass a compiled module where the server does not allow compiling.
 *
 * @param source a URL of the `.wasm` file, its response or bytes, or the compiled module. Default: the
 *   file `workos-widget-tokens.wasm` beside this one.
 * @throws {TokenError} `network`, with the URL and the reason, if it could not be loaded: `transient` unless the
 *   file does not exist; `invalid_options` if it could not be compiled, for example under a Content-Security-Policy
 */
export function init(source?: WasmSource): Promise<void>;

/**
 * Creates a token manager. The module must be loaded.
 *
 * @throws {TokenError} `invalid_options`, naming the option, or if `init()` was not awaited
 */
export function createTokenManager(options: TokenManagerOptions): TokenManager;
