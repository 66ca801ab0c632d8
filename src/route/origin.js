// Whose pages may ask. A browser says it with each request that a page of another origin could make it send.

import { Refusal } from "./reply.js";

const PREFLIGHT_LIFETIME_SECONDS = "600";
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~-]+(\s*,\s*[\w!#$%&'*+.^`|~-]+)*$/;

/** @typedef {{ origins: ReadonlySet<string> }} Origins */

/**
 * What each reply has for pages of an origin that is listed, and for caches.
 *
 * @param {Request} request
 * @param {Origins} options
 * @returns {Record<string, string>}
 */
export function corsHeaders({ headers }, { origins }) {
  if (origins.size === 0) return {};
  const origin = headers.get("Origin");
  if (origin === null || !origins.has(origin)) return { Vary: "Origin" };
  return {
    Vary: "Origin",
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Credentials": "true",
    // The manager measures wrong clocks by one, and waits by the other.
    "Access-Control-Expose-Headers": "Date, Retry-After",
  };
}

/**
 * @param {Request} request
 * @param {Origins} options
 */
export function preflight(request, options) {
  const headers = corsHeaders(request, options);
  const wanted = request.headers.get("Access-Control-Request-Headers");
  if (!headers["Access-Control-Allow-Origin"]) {
    requireAllowedOrigin(request, options);
    return new Response(null, { status: 204, headers: { ...headers, Allow: "POST, OPTIONS" } });
  }
  return new Response(null, {
    status: 204,
    headers: {
      ...headers,
      "Access-Control-Allow-Methods": "POST",
      "Access-Control-Max-Age": PREFLIGHT_LIFETIME_SECONDS,
      ...(wanted !== null && HEADER_NAMES.test(wanted) && { "Access-Control-Allow-Headers": wanted }),
    },
  });
}

/**
 * @param {Request} request
 * @param {Origins} options
 */
export function requireAllowedOrigin(request, { origins }) {
  const origin = request.headers.get("Origin");
  if (origin !== null && origins.has(origin)) return;
  const site = request.headers.get("Sec-Fetch-Site");
  const isOwn =
    site === null ? origin === null || isOwnOrigin(origin, request) : site === "same-origin" || site === "none";
  if (!isOwn) throw new Refusal(403, "forbidden", "Pages of this origin may not ask for tokens here.");
}

/**
 * For browsers that send no `Sec-Fetch-Site`. A page can set neither `Host` nor, without a preflight, what a proxy
 * puts in its place.
 *
 * @param {string} origin
 * @param {Request} request
 */
function isOwnOrigin(origin, { url, headers }) {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  const { protocol: ownProtocol, host: ownHost } = new URL(url);
  // Before a server there may be a proxy that speaks TLS for it: so https is right wherever http is.
  if (protocol !== "https:" && protocol !== ownProtocol) return false;
  return [ownHost, headers.get("Host"), headers.get("X-Forwarded-Host")].includes(host);
}
