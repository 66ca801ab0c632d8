/**
 * What WorkOS widgets keep in a query client that the app shares with them: their token by the type
 * of the widget, under "authToken", and their data, under the paths of their API.
 */

/**
 * What is used of `@tanstack/react-query`, which the package does not depend on.
 *
 * @typedef {{ queryKey: readonly unknown[] }} Query
 * @typedef {object} Queries
 * @property {(filters: { predicate: (query: any) => boolean }) => unknown} removeQueries
 * @property {(filters: { queryKey: readonly string[], type: "active" }) => unknown} refetchQueries
 */

/**
 * Another organization, another user: nothing of the last one may be shown.
 *
 * @param {Queries} queries
 */
export function forgetWidgets(queries) {
  queries.removeQueries({ predicate: isOfWidgets });
}

/**
 * Widgets look for a new token 30 s before the end of theirs by the clock of the machine; if that is
 * wrong, too late or never. So they are told.
 *
 * @param {Queries} queries
 */
export function renewWidgets(queries) {
  queries.refetchQueries({ queryKey: ["authToken"], type: "active" });
}

/** @param {Query} query */
function isOfWidgets({ queryKey }) {
  return queryKey.some((part) => part === "authToken" || (typeof part === "string" && part.startsWith("/_widgets/")));
}
