const DEFAULT_LIFETIME_SECONDS = 600;

/**
 * When a token ends: as the reply or the token itself says, else as it was asked for.
 *
 * @param {string} token
 * @param {any} body
 * @param {Record<string, unknown>} fields what was asked
 */
export function expiresAtMs(token, body, fields) {
  const statedMs = Date.parse(withOffset(body?.expires_at ?? body?.expiresAt));
  const lifetimeSeconds = Number(fields.expires_in ?? DEFAULT_LIFETIME_SECONDS);
  const known = [statedMs, claimedMs(token)].filter(isDate);
  return known.length > 0 ? Math.min(...known) : Date.now() + lifetimeSeconds * 1_000;
}

/**
 * To the platform an ISO time without an offset is local; a server means UTC.
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
