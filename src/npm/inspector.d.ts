/**
 * Shows what a token manager does, in the page that uses it: each key with its timeline, state and usage; the
 * counters; the event log; problems of tokens with WorkOS widgets. For development and support: an app that does
 * not import it carries no bytes of it.
 *
 * ```js
 * import { mountInspector } from "workos-widget-tokens/inspector";
 *
 * if (import.meta.env.DEV) mountInspector(tokens);
 * ```
 *
 * It uses only the public API, does not count as a reader, keeps no key alive, and has no timer while it is
 * closed. Its elements and styles are in a closed shadow root.
 */

import type { TokenKey, TokenManager } from "./index.js";

/** Options of {@link mountInspector}. */
export interface InspectorOptions {
  /**
   * Shows the inspector open and as a part of the page, in this element. Default: a button at the edge of the page
   * that opens a movable panel, whose position is kept for the session.
   */
  readonly parent?: Element | undefined;
  /** A label for the organization of a key. Default: its id. */
  readonly label?: ((key: TokenKey) => string) | undefined;
}

/**
 * Adds the inspector of a manager to the page; on a server it does nothing. Returns a function that removes it.
 * It does not know what happened before it was mounted.
 */
export function mountInspector(tokens: TokenManager, options?: InspectorOptions): () => void;
