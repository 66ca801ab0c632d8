import { Refusal } from "../refusal.js";

const LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Middleware that serves this machine's own pages only. The demo signs visitors in unasked, so a
 * foreign page must not get at it: neither by a name of its own that resolves to this machine (seen
 * in `Host`), nor by a request from its own origin (seen in `Origin`).
 *
 * @param {import("express").Request} request
 * @param {import("express").Response} _response
 * @param {import("express").NextFunction} next
 */
export function localOnly(request, _response, next) {
  const { host, origin } = request.headers;
  if (!LOCAL_HOSTS.includes(urlOf(`http://${host}`)?.hostname ?? "")) {
    throw new Refusal(403, "forbidden", "This demo answers at 127.0.0.1 and localhost only.");
  }
  if (origin !== undefined && urlOf(origin)?.host !== host) {
    throw new Refusal(403, "forbidden", "This demo answers its own pages only.");
  }
  next();
}

/** @param {string} text */
function urlOf(text) {
  return URL.canParse(text) ? new URL(text) : undefined;
}
