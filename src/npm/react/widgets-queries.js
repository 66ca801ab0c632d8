/**
 * Recognizes the widgets' own entries in a query client, as `@workos-inc/widgets` 1.18 creates them. An app that
 * shares the client may have similar keys, so more than the start of a key is checked.
 */

/** @typedef {import("../react.js").WidgetsQuery} Query */

/**
 * A widget's token: `["authToken", type of the widget]`, with `{ authToken, permissions, exp }` once there is one.
 *
 * @param {Query} query
 */
export function isTokenQuery({ queryKey, state: { data }, options }) {
  if (queryKey.length !== 2 || queryKey[0] !== "authToken") return false;
  // Before that, it is recognized by the function that looks for a token in the widget's properties.
  if (data === undefined) return typeof options.initialData === "function";
  return isObject(data) && typeof data.authToken === "string" && "permissions" in data && "exp" in data;
}

/**
 * What a widget reads from its token, with the token in the key: the session, and whether it has a permission.
 *
 * @param {Query} query
 */
export function isReadInToken({ queryKey: [name, ...rest] }) {
  const token = rest.pop();
  if (name === "authToken") return rest.length === 0 && isJwt(token);
  const areScopes = rest.length > 0 && rest.every((scope) => typeof scope === "string" && scope.startsWith("widgets:"));
  return name === "permission" && areScopes && (token === undefined || isJwt(token));
}

/**
 * What a widget has fetched: `[path, parameters?, permissions of its token, URL of the API]`.
 *
 * @param {Query} query
 */
export function isDataQuery({ queryKey }) {
  const [path] = queryKey;
  const url = queryKey[queryKey.length - 1];
  return queryKey.length > 2 && isText(path) && path.startsWith("/_widgets/") && isText(url) && /^https?:/.test(url);
}

/** @param {Query} query */
export const isOfWidgets = (query) => isTokenQuery(query) || isReadInToken(query) || isDataQuery(query);

/**
 * The permissions of a token, or of the token that data was fetched with, as a string to compare.
 *
 * @param {Query} query
 */
export const permissionsOf = (query) =>
  JSON.stringify(isTokenQuery(query) ? query.state.data?.permissions : query.queryKey[query.queryKey.length - 2]);

/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === "string";

/** @param {unknown} value */
const isJwt = (value) => isText(value) && /^eyJ[^.]*\.[^.]+\./.test(value);

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null;
