/**
 * Says what WorkOS widgets will not be able to do with a token, and what to do about it. For development;
 * `workos-widget-tokens/react` does it by itself, once for each finding, unless built for production.
 *
 * ```js
 * import { diagnose } from "workos-widget-tokens/diagnostics";
 *
 * if (import.meta.env.DEV) diagnose(tokens);
 * ```
 */

import type { TokenKey, TokenManager } from "./index.js";

/**
 * - `opaque_token`: it is no JWT, and the widgets cannot read it.
 * - `unreadable_token`: it is a JWT, but the widgets' way of decoding it fails.
 * - `no_expiry`: it has no `exp`, and the widgets never ask for the next one.
 * - `short_lifetime`: it lives less than 70 s, and the widgets ask for the next one too early.
 * - `other_organization`: it is of another organization than was asked for.
 * - `missing_permission`: it lacks the permission of its scope.
 */
export type TokenFindingCode =
  | "opaque_token"
  | "unreadable_token"
  | "no_expiry"
  | "short_lifetime"
  | "other_organization"
  | "missing_permission";

/** Something about a token that WorkOS widgets will stumble over. It does not hold the token. */
export interface TokenFinding {
  /** What it is. */
  readonly code: TokenFindingCode;
  /** Whose token. */
  readonly key: TokenKey;
  /** What is wrong, what comes of it, and what to do. */
  readonly message: string;
}

/**
 * Looks at each new token of a manager. Returns the function that ends it.
 *
 * @param listener is told of each finding at each new token. Default: a warning in the console, once.
 */
export function diagnose(tokens: TokenManager, listener?: (finding: TokenFinding) => void): () => void;
