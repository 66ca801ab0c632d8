/** The provider of the organization and the user. */

import { createElement, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";
import { handOver, renewToken } from "./query-client.js";
import { TokenScope } from "./token-scope.js";

/**
 * Remounts its children when the organization or the user changes: WorkOS widgets of one type share their
 * token through a query client that is created when they mount, and would keep the old token.
 *
 * @param {import("../react.js").WidgetTokensProps} props
 */
export function WidgetTokens({ tokens, organizationId, user, queryClient, children }) {
  const identity = JSON.stringify([organizationId, user]);
  const [settled, settle] = useState(/** @type {string | null | undefined} */ (undefined));
  const isHydrating = useSyncExternalStore(never, no, yes);

  // In steps, all before the browser paints. Once null has rendered, the children of the previous identity
  // are unmounted; once it has rendered twice, they have unsubscribed, and nothing is fetched for the wrong user.
  useBrowserLayoutEffect(() => {
    if (settled !== identity && settled !== null && !isHydrating) return settle(null);
    if (user !== undefined) tokens.setUser(user);
    if (queryClient) handOver(queryClient, identity);
    settle(identity);
  }, [tokens, identity, queryClient, settled, isHydrating]);

  useEffect(
    () => (queryClient ? tokens.on("token", ({ key }) => renewToken(queryClient, tokens, key)) : undefined),
    [tokens, queryClient],
  );

  const scope = useMemo(() => ({ tokens, organizationId }), [tokens, organizationId]);
  const isNext = settled === identity || isHydrating;
  if (!isNext || user === null) return null;
  return createElement(TokenScope.Provider, { value: scope }, children);
}

// React 18 warns about layout effects on a server.
const useBrowserLayoutEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;

const never = () => () => {};
const no = () => false;
const yes = () => true;
