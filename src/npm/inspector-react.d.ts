/**
 * The inspector as a React component. In a production build it is nothing, and has no byte:
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
  /** The manager to look into. */
  readonly tokens: TokenManager;
}

/**
 * Mounts the inspector for as long as it is mounted itself; renders nothing where it stands. See `mountInspector`
 * of `workos-widget-tokens/inspector`, which is there in production, too.
 */
export function TokenInspector(props: TokenInspectorProps): null;
