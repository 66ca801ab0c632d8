// Which origins may use the route. Browsers state the origin in each request that a foreign page could trigger.

import { Refusal } from "./reply.js";

const PREFLIGHT_LIFETIME_SECONDS = "600";
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~-]+(\s*,\s*[\w!#$%&'*+.^`|~-]+)*$/;

/** @typedef {{ origins: ReadonlySet<string> }} Origins */

/**
 * The headers of each reply for pages of a listed origin, and for caches.
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
    // The manager corrects for wrong clocks with one, and waits as the other says.
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
  if (!isOwn) throw new Refusal(403, "forbidden", "Pages of this origin must not use this route.");
}

/**
 * For browsers without `Sec-Fetch-Site`. A page cannot set `Host` nor, without a preflight, the header that a proxy
 * uses for it.
 *
 * @param {string} origin
 * @param {Request} request
 */
function isOwnOrigin(origin, { url, headers }) {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  const { protocol: ownProtocol, host: ownHost } = new URL(url);
  // A proxy may terminate TLS, so https is accepted where http is.
  if (protocol !== "https:" && protocol !== ownProtocol) return false;
  return [ownHost, headers.get("Host"), headers.get("X-Forwarded-Host")].includes(host);
}
