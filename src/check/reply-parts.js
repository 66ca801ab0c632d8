/**
 * Extracts the parts of a reply, as the module does. A number that a reply does not state is NaN.
 */

/**
 * @param {any} body the parsed JSON, or the text if it is not JSON
 * @param {boolean} isJson
 */
export function takeApart(body, isJson) {
  if (!isJson) return nothing(body ? "the reply is not JSON: a login page, perhaps" : "the reply is empty");
  const isText = typeof body === "string";
  if (!isText && (!body || typeof body !== "object")) return nothing("the reply is JSON, but no object");
  const { token, error, error_description, message } = isText ? { token: body } : body;
  const expiresAt = body.expires_at ?? body.expiresAt;
  const said = [error_description, message, error].map((words) =>
    text(withoutSecrets([words].flat().filter(text).join("; "))),
  );
  return {
    token: text(token),
    // Only printable ASCII is usable in an Authorization header.
    isUsable: /^[!-~]+$/.test(text(token) ?? ""),
    isSecret: /^\s*sk_/.test(text(token) ?? ""),
    expiresIn: number(body.expiresInMs ?? number(body.expires_in ?? body.expiresIn) * 1000),
    expiresAt: /^\d{4}-/.test(text(expiresAt) ?? "") ? parseIso(expiresAt) : number(expiresAt),
    said: said.find(Boolean),
    complaint: "the reply has no token in it",
  };
}

/**
 * The claims of a JWT that bound its lifetime. The payload is base64url, which `atob` reads only
 * after replacing two characters, and UTF-8, which does not matter for numbers.
 *
 * @param {string | undefined} token
 * @returns {{ exp?: number, iat?: number }} in milliseconds since 1970
 */
export function claimsOf(token) {
  try {
    const [, payload, signature] = /** @type {string} */ (token).split(".");
    const { exp, iat } = JSON.parse(signature && atob(payload.replace(/-/g, "+").replace(/_/g, "/")));
    return { exp: number(exp) * 1000, iat: number(iat) * 1000 };
  } catch {
    return {};
  }
}

/**
 * @param {Headers} headers
 * @returns {[server: number, retryAfter: number, retryAt: number]} in milliseconds
 */
export function timesOf(headers) {
  const retryAfter = headers.get("retry-after");
  const seconds = number(retryAfter);
  return [parseHttpDate(headers.get("date")), seconds * 1000, seconds >= 0 ? NaN : parseHttpDate(retryAfter)];
}

/** @param {string} complaint */
const nothing = (complaint) => ({
  token: undefined,
  isUsable: false,
  isSecret: false,
  expiresIn: NaN,
  expiresAt: NaN,
  said: undefined,
  complaint,
});

/**
 * JavaScript parses an ISO time without an offset as local time; servers mean UTC.
 *
 * @param {string} time
 */
const parseIso = (time) => Date.parse(/[zZ]$|[+-]\d\d(:?\d\d)?$/.test(time.slice(10)) ? time : `${time}Z`);

/**
 * `Date.parse` is lenient, so this requires the leading weekday of RFC 9110.
 *
 * @param {string | null} date
 */
const parseHttpDate = (date) => (date && /^[A-Z][a-z]{2}, \d/.test(date) ? Date.parse(date) : NaN);

/**
 * The error of a failing route may contain its key.
 *
 * @param {string} words
 */
const withoutSecrets = (words) => words.replace(/sk_(test|live)_[^\s"'<>]+|\bsk_\w+/g, "sk_…");

/** @param {any} value */
const text = (value) => (typeof value === "string" && value ? value : undefined);

/**
 * A number, or a string of digits only.
 *
 * @param {any} value
 */
const number = (value) => (/^\d+$/.test(text(value) ?? "") || Number.isFinite(value) ? Number(value) : NaN);
