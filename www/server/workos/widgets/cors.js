const LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"];

const PREFLIGHT = {
  "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
  "Access-Control-Allow-Headers":
    "Authorization, Content-Type, WorkOS-Widgets-Version, WorkOS-Widgets-Type, X-Elevated-Access-Token",
  "Access-Control-Max-Age": "600",
};

/**
 * Lets pages of this machine call the widgets' API from their own origin, as WorkOS lets the origins that
 * an app has registered. Preflights end here.
 *
 * @param {import("express").Request} request
 * @param {import("express").Response} response
 * @param {import("express").NextFunction} next
 */
export function cors(request, response, next) {
  const { origin } = request.headers;
  response.vary("Origin");
  const isAllowed = origin !== undefined && isLocal(origin);
  if (isAllowed) response.set("Access-Control-Allow-Origin", origin);
  if (request.method !== "OPTIONS") return next();
  if (isAllowed) response.set(PREFLIGHT);
  response.status(204).end();
}

/** @param {string} origin */
function isLocal(origin) {
  return URL.canParse(origin) && LOCAL_HOSTS.includes(new URL(origin).hostname);
}
