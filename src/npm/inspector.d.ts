/**
 * Shows what a token manager does, in the page that uses it: each key with its timeline, its state and who wants
 * it; the counters; the log of events; what WorkOS widgets will not be able to do with a token. For development
 * and support: an app that does not import it has no byte of it.
 *
 * ```js
 * import { mountInspector } from "workos-widget-tokens/inspector";
 *
 * if (import.meta.env.DEV) mountInspector(tokens);
 * ```
 *
 * It works on the public API alone, reads no token that would count as a use, keeps no key alive, and while it is
 * folded has no timer. Its elements and styles are in a closed shadow root.
 */

import type { TokenKey, TokenManager } from "./index.js";

/** Options of {@link mountInspector}. */
export interface InspectorOptions {
  /**
   * Shows the inspector as a part of the page, in this element and unfolded. Default: a button at the edge of the
   * page, and a panel that is opened with it, moves, and remembers for the session where it was.
   */
  readonly parent?: Element | undefined;
  /** What to call the organization of a key. Default: its id. */
  readonly label?: ((key: TokenKey) => string) | undefined;
}

/**
 * Puts the inspector of a manager on the page; on a server it does nothing. Returns the function that takes it
 * away. What happened before it was mounted is not known to it.
 */
export function mountInspector(tokens: TokenManager, options?: InspectorOptions): () => void;
