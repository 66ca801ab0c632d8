/**
 * Warns about tokens that WorkOS widgets cannot use, and says what to do. For development.
 * `workos-widget-tokens/react` does this automatically in development builds, once per finding.
 *
 * ```js
 * import { diagnose } from "workos-widget-tokens/diagnostics";
 *
 * if (import.meta.env.DEV) diagnose(tokens);
 * ```
 */

import type { TokenKey, TokenManager } from "./index.js";

/**
 * - `opaque_token`: it is not a JWT, so the widgets cannot read it.
 * - `unreadable_token`: it is a JWT, but the widgets' way of decoding it fails.
 * - `no_expiry`: it has no `exp`, and the widgets never ask for the next one.
 * - `short_lifetime`: it lives less than 70 s, and the widgets ask for the next one too early.
 * - `other_organization`: it is for another organization than the one requested.
 * - `missing_permission`: it lacks the permission of its scope.
 */
export type TokenFindingCode =
  | "opaque_token"
  | "unreadable_token"
  | "no_expiry"
  | "short_lifetime"
  | "other_organization"
  | "missing_permission";

/** A problem that WorkOS widgets will have with a token. Does not contain the token. */
export interface TokenFinding {
  /** The kind of problem. */
  readonly code: TokenFindingCode;
  /** The key of the token. */
  readonly key: TokenKey;
  /** What is wrong, its consequence, and what to do. */
  readonly message: string;
}

/**
 * Checks each new token of a manager. Returns a function that stops it.
 *
 * @param listener receives each finding of each new token. Default: `console.warn`, once per key and finding.
 */
export function diagnose(tokens: TokenManager, listener?: (finding: TokenFinding) => void): () => void;
