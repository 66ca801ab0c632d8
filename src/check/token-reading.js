import { claimsOf } from "./reply-parts.js";

/**
 * A token and its life, by the rules of the manager's core (src/core/lifetime.rs).
 *
 * @typedef {object} ReadToken
 * @property {string} token
 * @property {Record<string, any> | undefined} claims of a JWT
 * @property {{ exp: number, iat: number }} timesMs of the claims, since 1970; NaN where the token does not say
 * @property {number} statedMs the life that the body states; NaN where it does not
 * @property {number} claimedMs the life that the token itself states; NaN where it does not
 * @property {number} certainMs the life that the manager counts on
 * @property {number} remainingMs what is left of it at best; below zero if it is over; NaN where nothing says
 */

/** The life of a token of which nothing says so. */
export const DEFAULT_LIFETIME_MS = 600_000;

/**
 * The token of a reply, if the manager would take it.
 *
 * @param {import("./reply-reading.js").Reply} reply
 * @returns {ReadToken | undefined}
 */
export function readToken(reply) {
  const { status, taken } = reply;
  const { token } = taken;
  if (status < 200 || status > 299 || !token || !isUsable(token)) return undefined;
  const { exp = Number.NaN, iat = Number.NaN } = claimsOf(token);
  const statedMs = Number.isNaN(taken.expiresIn)
    ? remaining(epochMs(taken.expiresAt), iat, reply)
    : Math.max(taken.expiresIn, 0);
  const claimedMs = remaining(exp, iat, reply);
  return {
    token,
    claims: payloadOf(token),
    timesMs: { exp, iat },
    statedMs,
    claimedMs,
    certainMs: certain(reply, statedMs, claimedMs, iat),
    remainingMs: shorter(statedMs, claimedMs),
  };
}

/**
 * Whether a widget can be given it: printable, since it goes into a header, and no secret key.
 *
 * @param {string} token
 * @returns {boolean}
 */
export function isUsable(token) {
  return /^[!-~]+$/.test(token) && !isSecretKey(token);
}

/**
 * @param {string} token
 * @returns {boolean}
 */
export function isSecretKey(token) {
  return token.trimStart().startsWith("sk_");
}

/**
 * @param {import("./reply-reading.js").Reply} reply
 * @param {number} statedMs
 * @param {number} claimedMs
 * @param {number} iat
 */
function certain(reply, statedMs, claimedMs, iat) {
  const hasServerTime = !Number.isNaN(reply.dateMs) || !Number.isNaN(iat);
  const isDuration = !Number.isNaN(reply.taken.expiresIn);
  /** @param {number} lifeMs a difference to a moment */
  const cut = (lifeMs) => {
    // The server's times are cut to whole seconds.
    if (hasServerTime) return Math.max(Math.max(lifeMs, 0) - 1000, 0);
    return lifeMs <= 0 ? DEFAULT_LIFETIME_MS : lifeMs;
  };
  const lifeMs = shorter(isDuration ? statedMs : cut(statedMs), cut(claimedMs));
  return Number.isNaN(lifeMs) ? DEFAULT_LIFETIME_MS : lifeMs;
}

/**
 * @param {number} expiresMs
 * @param {number} iat
 * @param {import("./reply-reading.js").Reply} reply
 */
function remaining(expiresMs, iat, { dateMs, receivedMs }) {
  const known = [dateMs, iat].filter((ms) => !Number.isNaN(ms));
  return expiresMs - (known.length > 0 ? Math.max(...known) : receivedMs);
}

/**
 * Seconds or milliseconds, whichever it must be.
 *
 * @param {number} epoch
 */
function epochMs(epoch) {
  return epoch < 1e11 ? epoch * 1000 : epoch;
}

/**
 * @param {number} a
 * @param {number} b
 */
function shorter(a, b) {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : Math.min(a, b);
}

/**
 * @param {string} token
 * @returns {Record<string, any> | undefined}
 */
function payloadOf(token) {
  const parts = token.split(".");
  if (parts.length !== 3) return undefined;
  try {
    const payload = JSON.parse(Buffer.from(parts[1], "base64url").toString());
    return payload !== null && typeof payload === "object" ? payload : undefined;
  } catch {
    return undefined;
  }
}
