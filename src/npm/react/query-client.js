/** A query client that the app shares with the widgets. Only the widgets' own entries are changed. */

import { knownHold, mountedHoldWith } from "./hold.js";
import { isDataQuery, isOfWidgets, isReadInToken, isTokenQuery, permissionsOf } from "./widgets-queries.js";

/**
 * @typedef {import("../react.js").WidgetsQueryClient} Queries
 * @typedef {import("../react.js").WidgetsQuery} Query
 * @typedef {NonNullable<ReturnType<typeof knownHold>>} Hold
 *
 * The state kept for a query client.
 * @typedef {object} Shared
 * @property {WeakMap<Query, Hold>} holds the hold whose token a widget's token query contains
 * @property {Set<Query>} heldBack data queries whose refetch waits for a token
 * @property {Set<unknown>} guardedPaths paths of the widgets' API
 * @property {string} [identity] whose entries it contains; the client outlives mounted components
 */

/** @type {WeakMap<Queries, Shared>} */
const sharedClients = new WeakMap();

/**
 * Starts to manage the widgets' entries.
 *
 * @param {Queries} queries
 */
export function share(queries) {
  const known = sharedClients.get(queries);
  if (known) return known;
  /** @type {Shared} */
  const shared = { holds: new WeakMap(), heldBack: new Set(), guardedPaths: new Set() };
  sharedClients.set(queries, shared);
  const cache = queries.getQueryCache();
  for (const query of cache.getAll()) notice(queries, shared, query);
  cache.subscribe(({ type, query }) => {
    if (type === "added" || type === "updated") notice(queries, shared, query);
    if (type === "observerRemoved") letGo(queries, query);
  });
  return shared;
}

/**
 * @param {Queries} queries
 * @param {Shared} shared
 * @param {Query} query
 */
function notice(queries, shared, query) {
  if (isTokenQuery(query)) {
    const hold = mountedHoldWith(query.state.data?.authToken);
    if (hold) shared.holds.set(query, hold);
  }
  const [path] = query.queryKey;
  if (!isDataQuery(query) || shared.guardedPaths.has(path)) return;
  shared.guardedPaths.add(path);
  const refetchOnWindowFocus = guard(queries, shared, "refetchOnWindowFocus");
  const refetchOnReconnect = guard(queries, shared, "refetchOnReconnect");
  queries.setQueryDefaults([path], { refetchOnWindowFocus, refetchOnReconnect });
}

/**
 * When the page is focused or online again, all widgets refetch immediately; after a long sleep, with expired
 * tokens. So their refetch waits for the new tokens. Otherwise the app's own options apply.
 *
 * @param {Queries} queries
 * @param {Shared} shared
 * @param {"refetchOnWindowFocus" | "refetchOnReconnect"} option
 */
function guard(queries, shared, option) {
  return (/** @type {Query} */ query) => {
    if (isAwaitingToken(queries, shared, query)) {
      shared.heldBack.add(query);
      return false;
    }
    const ofApp = queries.getDefaultOptions().queries?.[option];
    // The query client's default.
    const unsaid = option === "refetchOnWindowFocus" || query.options.networkMode !== "always";
    return (typeof ofApp === "function" ? ofApp(query) : ofApp) ?? unsaid;
  };
}

/**
 * Whether the token for this query has yet to arrive. Widgets are matched by the permissions of their tokens; a
 * token that failed with a terminal error is not waited for.
 *
 * @param {Queries} queries
 * @param {Shared} shared
 * @param {Query} query
 */
function isAwaitingToken(queries, { holds }, query) {
  const permissions = permissionsOf(query);
  return queries
    .getQueryCache()
    .getAll()
    .filter((each) => isTokenQuery(each) && each.getObserversCount() > 0 && permissionsOf(each) === permissions)
    .some((each) => {
      const { state } = each;
      const hold = holds.get(each);
      if (!hold?.isMounted) return state.data === undefined && state.fetchStatus === "fetching";
      const { token, status } = hold.peek() ?? {};
      return token ? token !== state.data?.authToken : status !== "failed";
    });
}

/**
 * A remounted widget must not start with the token it had when it was unmounted.
 *
 * @param {Queries} queries
 * @param {Query} query
 */
function letGo(queries, query) {
  const isUnused = () => query.getObserversCount() === 0 && (isTokenQuery(query) || isReadInToken(query));
  if (!isUnused()) return;
  // Deferred: StrictMode mounts again immediately.
  setTimeout(() => {
    if (isUnused()) queries.getQueryCache().remove(query);
  }, 0);
}

/**
 * For another organization or user: removes all entries of the previous one.
 *
 * @param {Queries} queries
 * @param {string} identity
 */
export function handOver(queries, identity) {
  const shared = share(queries);
  if (shared.identity !== undefined && shared.identity !== identity) {
    queries.removeQueries({ predicate: isOfWidgets });
    shared.heldBack.clear();
  }
  shared.identity = identity;
}

/**
 * Widgets look for a new token 30 s before expiry by the local clock; if it is wrong, too late or never. So
 * this refetches the token queries of this key.
 *
 * @param {Queries} queries
 * @param {import("../index.js").TokenManager} tokens
 * @param {import("../index.js").TokenKey} key
 */
export async function renewToken(queries, tokens, key) {
  const shared = share(queries);
  const hold = knownHold(tokens, key);
  const token = tokens.source(key).peek()?.token;
  await queries.refetchQueries({
    type: "active",
    predicate: (query) => {
      if (!isTokenQuery(query) || query.state.data?.authToken === token) return false;
      const owner = shared.holds.get(query);
      return owner === undefined || owner === hold;
    },
  });
  const due = [...shared.heldBack].filter((query) => !isAwaitingToken(queries, shared, query));
  if (due.length === 0) return;
  for (const query of due) shared.heldBack.delete(query);
  // Widgets use a new token only after they have rendered with it.
  setTimeout(() => queries.invalidateQueries({ predicate: (query) => due.includes(query) }), 0);
}
