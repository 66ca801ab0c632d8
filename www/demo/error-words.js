/**
 * What each failure means to somebody who watches, in few words. (A TokenError's own message also
 * says what to do, which is for whoever builds with it.)
 *
 * @type {Partial<Record<import("../../src/npm/index.js").TokenErrorCode, string>>}
 */
const WORDS = {
  invalid_request: "The route did not accept the request",
  invalid_scope: "That is no scope this route gives tokens for",
  unauthorized: "Nobody is signed in",
  forbidden: "This user may not have this token",
  organization_not_found: "WorkOS does not know this organization",
  rate_limited: "Told to slow down",
  server_error: "The route failed",
  network: "No reply came",
  offline: "The browser is offline",
  timeout: "No token came in time",
  invalid_response: "The reply held no token",
  secret_exposed: "The reply held a secret key",
  too_many_requests: "Fetched too often, so left alone for a minute",
  cleared: "The tokens were dropped",
  disposed: "The manager is gone",
};

/** @param {unknown} error */
export function errorWords(error) {
  const { code, status } = /** @type {Partial<import("../../src/npm/index.js").TokenError>} */ (error);
  const words = (code && WORDS[code]) ?? "Something went wrong";
  return `${words} (${[code, status].filter(Boolean).join(", ")})`;
}
