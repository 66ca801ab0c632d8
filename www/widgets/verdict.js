/**
 * What is to be thought of a request, and of the token that it was sent with.
 *
 * @typedef {"good" | "none" | "replaced" | "refused" | "foreign"} Verdict
 */

// A request that was sent when the next token came arrives a moment later.
const ON_THE_WAY_MS = 100;

/**
 * @param {import("./widget-requests.js").WidgetRequest} request
 * @param {import("./token-ids.js").KnownToken[]} known the tokens of its key
 * @returns {Verdict}
 */
export function verdictOf({ atMs, jti, hasToken, isRefused }, known) {
  if (hasToken === false) return "none";
  if (isRefused) return "refused";
  // The real WorkOS does not say which token it was.
  if (jti === undefined) return "good";
  const place = known.findIndex((token) => token.jti === jti);
  if (place < 0) return "foreign";
  const next = known[place + 1];
  return next && atMs > next.fromMs + ON_THE_WAY_MS ? "replaced" : "good";
}
