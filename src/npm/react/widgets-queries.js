/**
 * What WorkOS widgets keep in a query client that the app shares with them: their token by the type
 * of the widget, what it permits by the token itself, and their data by the paths of their API.
 */

import { allHaveTokens } from "./hold.js";

/**
 * @typedef {import("../react.js").WidgetsQueryClient} Queries
 * @typedef {{ queryKey: readonly unknown[] }} Query
 */

/** @type {WeakMap<Queries, { isOwed: boolean }>} whether widgets were kept from asking anew */
const adopted = new WeakMap();

/**
 * When the visitor comes back, or the network, widgets all ask anew at once: after a long sleep with
 * tokens that have expired. So they wait until the new ones are there.
 *
 * @param {Queries} queries
 */
export function adopt(queries) {
  if (adopted.has(queries)) return;
  const state = { isOwed: false };
  adopted.set(queries, state);
  const defaults = queries.getDefaultOptions();
  const { refetchOnWindowFocus, refetchOnReconnect } = defaults.queries ?? {};
  const guard = (/** @type {any} */ before) => (/** @type {any} */ query) => {
    if (isOfWidgets(query) && !isToken(query) && !allHaveTokens()) {
      state.isOwed = true;
      return false;
    }
    return (typeof before === "function" ? before(query) : before) ?? true;
  };
  queries.setDefaultOptions({
    ...defaults,
    queries: {
      ...defaults.queries,
      refetchOnWindowFocus: guard(refetchOnWindowFocus),
      refetchOnReconnect: guard(refetchOnReconnect),
    },
  });
  // A widget that is mounted again must not begin with the token that it had when it was unmounted.
  queries.setQueryDefaults(["authToken"], { gcTime: 0 });
}

/** @type {WeakMap<Queries, string>} whose entries a query client holds: it outlives what is mounted */
const owners = new WeakMap();

/**
 * Another organization, another user: nothing of the last one may be shown.
 *
 * @param {Queries} queries
 * @param {string} identity
 */
export function handOverWidgets(queries, identity) {
  const owner = owners.get(queries);
  if (owner !== undefined && owner !== identity) queries.removeQueries({ predicate: isOfWidgets });
  owners.set(queries, identity);
}

/**
 * Widgets look for a new token 30 s before the end of theirs by the clock of the machine; if that is
 * wrong, too late or never. So they are told.
 *
 * @param {Queries} queries
 */
export async function renewWidgets(queries) {
  await queries.refetchQueries({ queryKey: ["authToken"], type: "active" });
  const state = adopted.get(queries);
  if (!state?.isOwed || !allHaveTokens()) return;
  state.isOwed = false;
  // Widgets ask with a new token once they have been rendered with it.
  setTimeout(() => queries.invalidateQueries({ predicate: (query) => isOfWidgets(query) && !isToken(query) }), 0);
}

/** @param {Query} query */
const isToken = ({ queryKey }) => queryKey[0] === "authToken";

/** @param {Query} query */
function isOfWidgets({ queryKey }) {
  return isToken({ queryKey }) || queryKey.some((part) => typeof part === "string" && OF_WIDGETS.test(part));
}

const OF_WIDGETS = /^(\/_)?widgets[/:]/;
