/** One key's token as a hook. */

import { useContext, useEffect, useInsertionEffect, useMemo, useSyncExternalStore } from "react";
import { warnOnce } from "../diagnostics/warn-once.js";
import { Mount } from "./mount.js";
import { TokenScope } from "./token-scope.js";

/**
 * @param {any} first the manager; or the key, below a `WidgetTokens`
 * @param {any} [second] the key
 * @returns {import("../react.js").WidgetToken}
 */
export function useWidgetToken(first, second) {
  const above = useContext(TokenScope);
  const { tokens, key } = second ? { tokens: first, key: second } : below(above, first);
  // A server renders for many: its manager must not come to know a key for each of them.
  const source = typeof document === "undefined" ? undefined : tokens.source(key);
  // Equal keys have the same source, so an object that is written anew at each render does no harm.
  const mount = useMemo(() => new Mount(tokens, source?.key ?? key), [tokens, source]);
  // Before any other effect can call getToken; and StrictMode does not run this kind twice.
  useInsertionEffect(mount.begin, [mount]);
  const snapshot = useSyncExternalStore(mount.subscribe, mount.peek, nothing);
  useEffect(() => {
    if (process.env.NODE_ENV !== "production") warnOnce(mount.key, snapshot);
  }, [mount, snapshot]);
  const { status = "loading", token, error } = snapshot ?? {};
  const { getToken } = mount;
  return useMemo(() => ({ token, status, error, getToken }), [token, status, error, getToken]);
}

/** What a server knows of a token. */
const nothing = () => undefined;

/**
 * @param {import("./token-scope.js").Scope | undefined} above
 * @param {any} key
 * @returns {{ tokens: import("../index.js").TokenManager, key: import("../index.js").TokenKey }}
 */
function below(above, key) {
  if (above) return { tokens: above.tokens, key: { organizationId: above.organizationId, ...key } };
  throw new Error("useWidgetToken(key) needs a <WidgetTokens> above it. Without one: useWidgetToken(tokens, key).");
}
