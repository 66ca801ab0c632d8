/**
 * The options of `createTokenManager` and of `getToken`: read once, checked, and typed
 * from here on.
 */

import { TokenError } from "./token-error.js";

const LOCAL_HOST = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;
const SECRET = /(^|\s)sk_|\bsk_(test|live)_/;

/** @param {string} description */
const refuse = (description) => new TokenError("invalid_options", { description });

/**
 * @param {any} options
 * @returns {import("./types.js").Settings}
 */
export function parseManagerOptions(options) {
  if (!isObject(options)) {
    throw refuse('the options are not an object: pass { endpoint: "/api/widget-token" }');
  }
  const {
    endpoint,
    headers,
    credentials = "same-origin",
    body,
    parseResponse,
    fetch,
    user,
    refreshLeadMs = 60_000,
    defaultLifetimeMs = 600_000,
    requestTimeoutMs = 10_000,
    waitTimeoutMs = 30_000,
    retryBaseMs = 1_000,
    retryMaxMs = 60_000,
    idleAfterMs,
    refreshWhileHidden = false,
    strict = true,
    ...unknown
  } = options;
  refuseUnknown(unknown);
  checkEach({ body, parseResponse, fetch }, "is not a function", isFunction);
  checkEach({ refreshWhileHidden, strict }, "is neither true nor false", isBoolean);
  checkEach(
    { refreshLeadMs, defaultLifetimeMs, requestTimeoutMs, waitTimeoutMs, retryBaseMs, retryMaxMs, idleAfterMs },
    "is not a number of milliseconds, zero or more",
    isDuration,
  );
  if (!["same-origin", "include", "omit"].includes(credentials)) {
    throw refuse("credentials is none of same-origin, include, omit");
  }
  return {
    endpoint: parseEndpoint(endpoint),
    headers: parseHeaders(headers),
    credentials,
    body,
    parseResponse,
    fetch,
    user: parseUser(user),
    refreshLeadMs,
    defaultLifetimeMs,
    requestTimeoutMs,
    waitTimeoutMs,
    retryBaseMs,
    retryMaxMs,
    idleAfterMs,
    refreshWhileHidden,
    strict,
  };
}

/**
 * @param {any} options
 * @param {number} patienceMs how long to wait where the options do not say
 */
export function parseReadOptions(options, patienceMs) {
  if (options === undefined) return { forceRefresh: false, minValidityMs: 0, waitTimeoutMs: patienceMs };
  if (!isObject(options)) throw refuse("the options of getToken are not an object");
  const { signal, forceRefresh = false, minValidityMs = 0, waitTimeoutMs = patienceMs, ...unknown } = options;
  refuseUnknown(unknown);
  checkEach({ minValidityMs, waitTimeoutMs }, "is not a number of milliseconds, zero or more", isDuration);
  checkEach({ forceRefresh }, "is neither true nor false", isBoolean);
  if (signal !== undefined && typeof signal?.addEventListener !== "function") {
    throw refuse("signal is not an AbortSignal");
  }
  return { signal, forceRefresh, minValidityMs, waitTimeoutMs };
}

/** @param {any} user */
export function parseUser(user) {
  if (user != null && typeof user !== "string") throw refuse("user is not a text");
  return user ?? undefined;
}

/** @param {Headers} headers */
export const holdsSecret = (headers) => [...headers.values()].some((value) => SECRET.test(value));

export const SECRET_HEADER = "the headers hold a secret WorkOS key (sk_…): keep it on your server, in the token route";

/** @param {any} endpoint */
function parseEndpoint(endpoint) {
  if (typeof endpoint !== "string" || !endpoint) {
    throw refuse('endpoint is missing: pass the URL of your token route, such as "/api/widget-token"');
  }
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  // On a server there is nothing to be relative to, and nothing is fetched.
  if (!base && endpoint.startsWith("/")) return endpoint;
  let url;
  try {
    url = new URL(endpoint, base);
  } catch {
    throw refuse("endpoint is not a URL");
  }
  if (/(^|\.)workos\.com\.?$/.test(url.hostname)) {
    throw refuse(
      "endpoint is WorkOS itself, which wants your secret key: pass your own route, which keeps it on your server",
    );
  }
  if (url.username || url.password) throw refuse("endpoint holds a user name or a password");
  if (url.protocol !== "https:" && !LOCAL_HOST.test(url.hostname)) {
    throw refuse("endpoint is not https, which it must be off localhost");
  }
  return url.href;
}

/** @param {any} init */
function parseHeaders(init) {
  if (isFunction(init)) return init ?? (() => undefined);
  let headers;
  try {
    headers = new Headers(init);
  } catch {
    throw refuse("headers is neither an object of texts nor a function");
  }
  if (holdsSecret(headers)) throw new TokenError("secret_exposed", { description: SECRET_HEADER });
  return () => headers;
}

/** @param {object} unknown */
function refuseUnknown(unknown) {
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw refuse(`${name} is no option that there is`);
}

/**
 * @param {Record<string, unknown>} options
 * @param {string} complaint
 * @param {(value: any) => boolean} isRight
 */
function checkEach(options, complaint, isRight) {
  for (const name in options) {
    if (!isRight(options[name])) throw refuse(`${name} ${complaint}`);
  }
}

/** @param {any} value */
const isObject = (value) => value !== null && typeof value === "object";
/** @param {any} value */
const isFunction = (value) => value === undefined || typeof value === "function";
/** @param {any} value */
const isBoolean = (value) => typeof value === "boolean";
/** @param {any} value */
const isDuration = (value) => value === undefined || (typeof value === "number" && value >= 0);
