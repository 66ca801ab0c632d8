import { ACCEPT_ENCODING } from "./content-encoding.js";
import { readVersion } from "./version.js";

/** @typedef {import("./command-line.js").Target} Target */
/** @typedef {import("./exchange.js").Request} Request */

/** A site that no route should trust. */
export const FOREIGN_ORIGIN = "https://another-site.example";

/** A scope that no product has. Does not contain "scope", so that a reply with that word did not just echo it. */
export const UNKNOWN_SCOPE = "no_such_widget";

/** A user named in the body, which no route should trust. */
export const CLAIMED_USER = "user_claimed_by_the_body";

/**
 * The request that the manager sends, with changes.
 *
 * @param {Target} target
 * @param {{ fields?: Record<string, unknown>, body?: string, origin?: string, isSignedOut?: boolean }} [changes]
 *   undefined fields are omitted
 * @returns {Request}
 */
export function tokenRequest(target, { fields, body, origin = target.origin, isSignedOut = false } = {}) {
  const { organizationId, widgetScope } = target;
  return {
    method: "POST",
    headers: {
      ...platformHeaders(target, origin),
      "content-type": "application/json",
      ...(isSignedOut ? {} : givenHeaders(target)),
    },
    body: body ?? JSON.stringify({ organizationId, widgetScope, ...fields }),
  };
}

/**
 * @param {Target} target
 * @returns {Request}
 */
export function getRequest(target) {
  return { method: "GET", headers: { ...platformHeaders(target, target.origin), ...givenHeaders(target) } };
}

/**
 * The preflight of a cross-origin request with a JSON body: without cookies and the page's headers.
 *
 * @param {Target} target
 * @returns {Request}
 */
export function preflightRequest(target) {
  return {
    method: "OPTIONS",
    headers: {
      ...platformHeaders(target, target.origin),
      "access-control-request-method": "POST",
      "access-control-request-headers": unsafeHeaderNames(target).join(","),
    },
  };
}

/**
 * The headers of the manager's request that a preflight must list.
 *
 * @param {Target} target
 * @returns {string[]} in lower case, sorted
 */
export function unsafeHeaderNames({ headers }) {
  const names = ["content-type", ...headers.map(([name]) => name.toLowerCase())];
  return [...new Set(names)].filter((name) => !/^(accept|accept-language|content-language)$/.test(name)).sort();
}

/**
 * Whether pages at this origin need CORS to use the route.
 *
 * @param {Target} target
 * @returns {boolean}
 */
export function isCrossOrigin({ url, origin }) {
  return origin !== url.origin;
}

/**
 * @param {Target} target
 * @param {string} origin
 * @returns {Record<string, string>}
 */
function platformHeaders({ url }, origin) {
  const isSameHost = new URL(origin).hostname === url.hostname;
  return {
    accept: "application/json",
    "accept-encoding": ACCEPT_ENCODING,
    // Browsers send it with each POST; CSRF protection checks it.
    origin,
    "sec-fetch-site": origin === url.origin ? "same-origin" : isSameHost ? "same-site" : "cross-site",
    "sec-fetch-mode": "cors",
    "sec-fetch-dest": "empty",
    "user-agent": `workos-widget-tokens-check/${readVersion()}`,
  };
}

/** @param {Target} target */
function givenHeaders({ headers, cookie }) {
  /** @type {Record<string, string | string[]>} */
  const given = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    given[key] = given[key] === undefined ? value : [given[key], value].flat();
  }
  if (cookie !== undefined) given.cookie = cookie;
  return given;
}
