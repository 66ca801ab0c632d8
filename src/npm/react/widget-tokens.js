/** Whose tokens the components below are given. */

import { createElement, Fragment, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";
import { TokenScope } from "./token-scope.js";
import { forgetWidgets, renewWidgets } from "./widgets-queries.js";

/**
 * The components below are mounted anew when the organization or the user changes: WorkOS widgets of
 * one type share their token by the query client that is made when they are mounted, and would keep
 * the old one.
 *
 * @param {import("../react.js").WidgetTokensProps} props
 */
export function WidgetTokens({ tokens, organizationId, user, queryClient, children }) {
  const identity = JSON.stringify([organizationId, user]);
  const [settled, settle] = useState(/** @type {string | undefined} */ (undefined));
  const isHydrating = useSyncExternalStore(never, no, yes);

  // In two steps. Whoever is gone must be gone before the next render asks for a token.
  useBrowserLayoutEffect(() => {
    if (user !== undefined) tokens.setUser(user);
    if (queryClient && settled !== undefined && settled !== identity) forgetWidgets(queryClient);
    settle(identity);
  }, [tokens, identity, queryClient]);

  useEffect(
    () => (queryClient ? tokens.on("token", () => renewWidgets(queryClient)) : undefined),
    [tokens, queryClient],
  );

  const scope = useMemo(() => ({ tokens, organizationId }), [tokens, organizationId]);
  if (!isHydrating && settled !== identity) return null;
  const below = createElement(Fragment, { key: identity }, children);
  return createElement(TokenScope.Provider, { value: scope }, below);
}

// On a server React 18 warns of layout effects.
const useBrowserLayoutEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;

const never = () => () => {};
const no = () => false;
const yes = () => true;
