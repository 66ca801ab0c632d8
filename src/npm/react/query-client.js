/** A query client that the app shares with the widgets. Nothing is touched but what the widgets put there. */

import { knownHold, mountedHoldWith } from "./hold.js";
import { isDataQuery, isOfWidgets, isReadInToken, isTokenQuery, permissionsOf } from "./widgets-queries.js";

/**
 * @typedef {import("../react.js").WidgetsQueryClient} Queries
 * @typedef {import("../react.js").WidgetsQuery} Query
 * @typedef {NonNullable<ReturnType<typeof knownHold>>} Hold
 *
 * What is known of a query client.
 * @typedef {object} Shared
 * @property {WeakMap<Query, Hold>} holds whose token a widget's token query has
 * @property {Set<Query>} heldBack data that was not fetched again, for want of a token
 * @property {Set<unknown>} guardedPaths of the widgets' API
 * @property {string} [identity] whose entries it has: it outlives what is mounted
 */

/** @type {WeakMap<Queries, Shared>} */
const sharedClients = new WeakMap();

/**
 * Begins to look after the widgets' entries.
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
 * When the visitor comes back, or the network, widgets all ask again at once: after a long sleep with tokens
 * that have expired. So they wait until the new ones are there. Otherwise it is as the app has it.
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
    // The default of a query client.
    const unsaid = option === "refetchOnWindowFocus" || query.options.networkMode !== "always";
    return (typeof ofApp === "function" ? ofApp(query) : ofApp) ?? unsaid;
  };
}

/**
 * Whether the token is yet to come with which this is to be fetched. Widgets are told apart by what their tokens
 * permit; a token that is refused for good is not waited for.
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
 * A widget that is mounted again must not begin with the token that it had when it was unmounted.
 *
 * @param {Queries} queries
 * @param {Query} query
 */
function letGo(queries, query) {
  const isUnused = () => query.getObserversCount() === 0 && (isTokenQuery(query) || isReadInToken(query));
  if (!isUnused()) return;
  // Not at once: StrictMode mounts again in the same go.
  setTimeout(() => {
    if (isUnused()) queries.getQueryCache().remove(query);
  }, 0);
}

/**
 * Another organization, another user: nothing of the previous one may be shown.
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
 * Widgets look for a new token 30 s before the end of theirs by the clock of the machine; if that is wrong, too
 * late or never. So those that have the key's are told.
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
  // Widgets ask with a new token once they have been rendered with it.
  setTimeout(() => queries.invalidateQueries({ predicate: (query) => due.includes(query) }), 0);
}
