/**
 * Takes a reply of the token route apart; what to make of it is the module's to say.
 * A number that a reply does not have is NaN.
 */

/**
 * @param {any} body what the reply holds: JSON as a value, anything else as text
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
    // What is not printable ASCII cannot stand in an Authorization header.
    isUsable: /^[!-~]+$/.test(text(token) ?? ""),
    isSecret: /^\s*sk_/.test(text(token) ?? ""),
    expiresIn: number(body.expiresInMs ?? number(body.expires_in ?? body.expiresIn) * 1000),
    expiresAt: /^\d{4}-/.test(text(expiresAt) ?? "") ? parseIso(expiresAt) : number(expiresAt),
    said: said.find(Boolean),
    complaint: "the reply has no token in it",
  };
}

/**
 * The claims of a JWT that speak of its life. Its payload is base64url, which `atob` does
 * not read as it stands, and UTF-8; but these two are numbers, and numbers read the same.
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
 * To the platform, an ISO time without an offset is local; a server means UTC.
 *
 * @param {string} time
 */
const parseIso = (time) => Date.parse(/[zZ]$|[+-]\d\d(:?\d\d)?$/.test(time.slice(10)) ? time : `${time}Z`);

/**
 * The platform takes much for a date: this begins with a weekday, as RFC 9110 wants it.
 *
 * @param {string | null} date
 */
const parseHttpDate = (date) => (date && /^[A-Z][a-z]{2}, \d/.test(date) ? Date.parse(date) : NaN);

/**
 * A route that fails may name its key in the error.
 *
 * @param {string} words
 */
const withoutSecrets = (words) => words.replace(/sk_(test|live)_[^\s"'<>]+|\bsk_\w+/g, "sk_…");

/** @param {any} value */
const text = (value) => (typeof value === "string" && value ? value : undefined);

/**
 * A number, or a text of digits alone.
 *
 * @param {any} value
 */
const number = (value) => (/^\d+$/.test(text(value) ?? "") || Number.isFinite(value) ? Number(value) : NaN);
