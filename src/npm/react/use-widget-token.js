/** One key's token as a hook. */

import { useContext, useEffect, useInsertionEffect, useMemo, useSyncExternalStore } from "react";
import { warnOnce } from "../diagnostics/warn-once.js";
import { holdOf } from "./hold.js";
import { TokenScope } from "./token-scope.js";

/**
 * @param {any[]} given the manager and the key, or below a `WidgetTokens` the key alone
 * @returns {import("../react.js").WidgetToken}
 */
export function useWidgetToken(...given) {
  const above = useContext(TokenScope);
  const { tokens, key } = given.length > 1 ? { tokens: given[0], key: given[1] } : below(above, given[0]);
  const hold = holdOf(tokens, key);
  // Runs before any other effect can call getToken, and neither StrictMode nor Activity runs it twice.
  useInsertionEffect(hold.begin, [hold]);
  const snapshot = useSyncExternalStore(hold.subscribe, hold.peek, nothing);
  useEffect(() => {
    if (process.env.NODE_ENV !== "production") warnOnce(hold.key, snapshot);
  }, [hold, snapshot]);
  const { status = "loading", token, error } = snapshot ?? {};
  const { getToken } = hold;
  return useMemo(() => ({ token, status, error, getToken }), [token, status, error, getToken]);
}

/** The snapshot on a server. */
const nothing = () => undefined;

/**
 * @param {import("./token-scope.js").Scope | undefined} above
 * @param {any} key
 * @returns {{ tokens: import("../index.js").TokenManager, key: import("../index.js").TokenKey }}
 */
function below(above, key) {
  if (!above) {
    throw new Error("useWidgetToken(key) needs a <WidgetTokens> above it. Without one: useWidgetToken(tokens, key).");
  }
  return { tokens: above.tokens, key: { ...key, organizationId: key?.organizationId ?? above.organizationId } };
}
