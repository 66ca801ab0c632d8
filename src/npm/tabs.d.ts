/**
 * The same API, in which `shareAcrossTabs: true` works: the tabs of one user share their tokens.
 *
 * ```js
 * import { createTokenManager } from "workos-widget-tokens/tabs";
 *
 * const tokens = createTokenManager({ endpoint: "/api/widget-token", user: "user_…", shareAcrossTabs: true });
 * ```
 */

export * from "./index.js";
