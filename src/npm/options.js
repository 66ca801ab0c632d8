/**
 * The options of `createTokenManager` and of `getToken`: read once, checked, and typed
 * from here on.
 */

import { TokenError, typed } from "./token-error.js";

const LOCAL_HOST = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;
const SECRET = /(^|\s)sk_|\bsk_(test|live)_/;

/** @param {string} description */
const refuse = (description) => new TokenError("invalid_options", { description });

/** All options that there are; the kind of its default says what kind an option is of. */
const DEFAULTS = {
  __proto__: null,
  endpoint: undefined,
  headers: undefined,
  credentials: "same-origin",
  body: undefined,
  parseResponse: undefined,
  fetch: undefined,
  user: undefined,
  refreshLeadMs: 60_000,
  defaultLifetimeMs: 600_000,
  requestTimeoutMs: 10_000,
  waitTimeoutMs: 30_000,
  retryBaseMs: 1_000,
  retryMaxMs: 60_000,
  // One lifetime.
  idleAfterMs: NaN,
  refreshWhileHidden: false,
  strict: true,
};

/**
 * @param {any} options
 * @returns {import("./types.js").Settings}
 */
export function parseManagerOptions(options) {
  try {
    return readManagerOptions(options);
  } catch (error) {
    throw typed(error);
  }
}

/** @param {any} options */
function readManagerOptions(options) {
  const settings = parse(options, DEFAULTS, 'the options are not an object: pass { endpoint: "/api/widget-token" }');
  for (const name of ["body", "parseResponse", "fetch"]) {
    if (settings[name] !== undefined && !isFunction(settings[name])) throw refuse(`${name} is not a function`);
  }
  if (!["same-origin", "include", "omit"].includes(settings.credentials)) {
    throw refuse("credentials is none of same-origin, include, omit");
  }
  settings.endpoint = parseEndpoint(settings.endpoint);
  settings.headers = parseHeaders(settings.headers);
  settings.user = parseUser(settings.user);
  return settings;
}

/**
 * @param {any} options
 * @param {number} patienceMs how long to wait where the options do not say
 */
export function parseReadOptions(options = {}, patienceMs) {
  const defaults = {
    __proto__: null,
    signal: undefined,
    forceRefresh: false,
    minValidityMs: 0,
    waitTimeoutMs: patienceMs,
  };
  const settings = parse(options, defaults, "the options of getToken are not an object");
  const { signal } = settings;
  if (signal !== undefined && !isFunction(signal?.addEventListener)) throw refuse("signal is not an AbortSignal");
  return settings;
}

/**
 * Reads each option once.
 *
 * @param {any} options
 * @param {Record<string, any>} defaults
 * @param {string} complaint what to say of what holds no options
 * @returns {any}
 */
function parse(options, defaults, complaint) {
  if (options === null || typeof options !== "object") throw refuse(complaint);
  for (const name of Object.keys(options)) {
    if (!(name in defaults)) throw refuse(`${name} is no option that there is`);
  }
  /** @type {Record<string, any>} */
  const settings = {};
  for (const name in defaults) {
    const value = options[name];
    const kind = typeof defaults[name];
    if (value !== undefined) {
      if (kind === "number" && !(typeof value === kind && value >= 0)) {
        throw refuse(`${name} is not a number of milliseconds, zero or more`);
      }
      if (kind === "boolean" && typeof value !== kind) throw refuse(`${name} is neither true nor false`);
    }
    settings[name] = value === undefined ? defaults[name] : value;
  }
  return settings;
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
  if (isFunction(init)) return init;
  let headers;
  try {
    headers = new Headers(init);
  } catch {
    throw refuse("headers is neither an object of texts nor a function");
  }
  if (holdsSecret(headers)) throw new TokenError("secret_exposed", { description: SECRET_HEADER });
  return () => headers;
}

/** @param {any} value */
const isFunction = (value) => typeof value === "function";
