/**
 * The inspector as a React component. In a production build it renders nothing and adds no bytes:
 *
 * ```jsx
 * import { TokenInspector } from "workos-widget-tokens/inspector/react";
 *
 * <TokenInspector tokens={tokens} />
 * ```
 */

import type { TokenManager } from "./index.js";

/** Properties of {@link TokenInspector}. */
export interface TokenInspectorProps {
  /** The manager to inspect. */
  readonly tokens: TokenManager;
}

/**
 * Shows the inspector while it is mounted; renders nothing in place. For production use `mountInspector` of
 * `workos-widget-tokens/inspector`.
 */
export function TokenInspector(props: TokenInspectorProps): null;
