const DEFAULT_LIFETIME_SECONDS = 600;

/**
 * When a token expires: as the reply or the token states, else as requested.
 *
 * @param {string} token
 * @param {any} body
 * @param {Record<string, unknown>} fields of the request
 */
export function expiresAtMs(token, body, fields) {
  const statedMs = Date.parse(withOffset(body?.expires_at ?? body?.expiresAt));
  const lifetimeSeconds = Number(fields.expires_in ?? DEFAULT_LIFETIME_SECONDS);
  const known = [statedMs, claimedMs(token)].filter(isDate);
  return known.length > 0 ? Math.min(...known) : Date.now() + lifetimeSeconds * 1_000;
}

/**
 * JavaScript parses an ISO time without an offset as local time; servers mean UTC.
 *
 * @param {unknown} time
 */
function withOffset(time) {
  if (typeof time !== "string" || !/^\d{4}-/.test(time)) return "";
  return /[zZ]$|[+-]\d\d(:?\d\d)?$/.test(time.slice(10)) ? time : `${time}Z`;
}

/**
 * The `exp` of a JWT, which is base64url.
 *
 * @param {string} token
 */
function claimedMs(token) {
  try {
    const [, payload, signature] = token.split(".");
    const { exp } = JSON.parse(signature && atob(payload.replace(/-/g, "+").replace(/_/g, "/")));
    return typeof exp === "number" ? exp * 1_000 : Number.NaN;
  } catch {
    return Number.NaN;
  }
}

/** @param {number} ms */
const isDate = (ms) => !Number.isNaN(new Date(ms).getTime());
