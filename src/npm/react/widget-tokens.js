/** Whose tokens the components below are given. */

import { createElement, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";
import { handOver, renewToken } from "./query-client.js";
import { TokenScope } from "./token-scope.js";

/**
 * The components below are mounted anew when the organization or the user changes: WorkOS widgets of
 * one type share their token by the query client that is made when they are mounted, and would keep
 * the old one.
 *
 * @param {import("../react.js").WidgetTokensProps} props
 */
export function WidgetTokens({ tokens, organizationId, user, queryClient, children }) {
  const identity = JSON.stringify([organizationId, user]);
  const [settled, settle] = useState(/** @type {string | null | undefined} */ (undefined));
  const isHydrating = useSyncExternalStore(never, no, yes);

  // In steps, all before anything is painted. When null has been rendered, those of the last identity are
  // gone; when it has been twice, they have let go of their keys, and nothing is fetched for the wrong user.
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

// On a server React 18 warns of layout effects.
const useBrowserLayoutEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;

const never = () => () => {};
const no = () => false;
const yes = () => true;
