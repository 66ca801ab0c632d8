/**
 * Which entries of a query client are the widgets' own, as `@workos-inc/widgets` 1.18 makes them. An app that
 * shares the client may have keys that look alike, so more than the beginning of a key is looked at.
 */

/** @typedef {import("../react.js").WidgetsQuery} Query */

/**
 * A widget's token: `["authToken", type of the widget]`, with `{ authToken, permissions, exp }` once there is one.
 *
 * @param {Query} query
 */
export function isTokenQuery({ queryKey, state: { data }, options }) {
  if (queryKey.length !== 2 || queryKey[0] !== "authToken") return false;
  // Until then it is known by the function that would find a token in the widget's properties.
  if (data === undefined) return typeof options.initialData === "function";
  return isObject(data) && typeof data.authToken === "string" && "permissions" in data && "exp" in data;
}

/**
 * What a widget reads in its token, with that token in the key: the session, and whether it has a permission.
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
 * The permissions that a token has, or that data was fetched with, as a text to compare.
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
