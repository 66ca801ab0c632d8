/**
 * The meaning of each failure for a visitor, in few words. (A TokenError's own message also names
 * the remedy, for developers.)
 *
 * @type {Partial<Record<import("../../src/npm/index.js").TokenErrorCode, string>>}
 */
const WORDS = {
  invalid_request: "The route did not accept the request",
  invalid_scope: "The route grants no token for this scope",
  unauthorized: "Nobody is signed in",
  forbidden: "This user may not have this token",
  organization_not_found: "WorkOS does not know this organization",
  rate_limited: "Too many requests",
  server_error: "The route failed",
  network: "No reply arrived",
  offline: "The browser is offline",
  timeout: "No token arrived in time",
  invalid_response: "The reply contained no token",
  secret_exposed: "The reply contained a secret key",
  too_many_requests: "Fetched too often, so paused for a minute",
  cleared: "The tokens were dropped",
  disposed: "The manager was disposed of",
};

/** @param {unknown} error */
export function errorWords(error) {
  const { code, status } = /** @type {Partial<import("../../src/npm/index.js").TokenError>} */ (error);
  const words = (code && WORDS[code]) ?? "Something went wrong";
  return `${words} (${[code, status].filter(Boolean).join(", ")})`;
}
