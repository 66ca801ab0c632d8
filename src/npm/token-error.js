/** What each code means and what to do about it. */
const MEANINGS = {
  invalid_options: "check the options",
  invalid_request: "invalid request; check the key and what the token route expects",
  invalid_scope: "invalid scope; check widgetScope",
  unauthorized:
    "the token route did not authenticate the user; sign in again, check that cookies are sent (credentials)",
  forbidden: "the user is not allowed this token; check their organization and permissions",
  organization_not_found: "no such organization, or no route at the endpoint; check both",
  rate_limited: "too many requests; retried when the route allows",
  server_error: "the token route failed; retried with backoff",
  network: "no reply from the token route; check endpoint, CORS and connection",
  offline: "the browser is offline; retried once it is online",
  timeout: "no token arrived in time; retried with backoff",
  invalid_response: "no usable token in the reply; the route must return { token, expires_at } as JSON",
  secret_exposed: "a secret WorkOS key (sk_…) is in the browser; remove it and rotate the key now",
  too_many_requests:
    "this token was fetched too often; retried after a minute; look for a loop of invalidate or forceRefresh, or for expired tokens",
  aborted: "the signal was aborted",
  cleared: "clear() or setUser() was called; get a token for the current user",
  disposed: "the manager is disposed; create a new one",
};

/** What some statuses of an invalid_request mean instead. @type {Record<number, string>} */
const STATUSES = {
  405: "the token route must accept POST",
  409: "the token route reports a conflict",
  413: "the request is too large; shorten its headers and body",
  419: "the token route expects a CSRF token; pass it in headers",
};

/** @typedef {keyof typeof MEANINGS} TokenErrorCode */

/** In the order of `Code` in `src/core/error.rs`. */
const CODES = /** @type {TokenErrorCode[]} */ (Object.keys(MEANINGS));

/** Creates an error for the module. @type {(code: number, details: object) => TokenError} */
export const makeError = (code, details) => new TokenError(/** @type {TokenErrorCode} */ (CODES[code]), details);

/** Wraps what one of the app's objects threw, unless it is a TokenError. @param {unknown} cause */
export function typed(cause) {
  try {
    if (cause instanceof TokenError) return cause;
  } catch {
    // A revoked Proxy, for example, throws here too.
  }
  return new TokenError("invalid_options", { cause });
}

/** Marks the errors of every copy of this class: a page may load both entries. */
const BRAND = Symbol.for("workos-widget-tokens/TokenError");

/** Why there is no token. */
export class TokenError extends Error {
  // Bundlers shorten class names.
  static name = "TokenError";

  /**
   * @param {TokenErrorCode} code
   * @param {{ transient?: boolean, status?: number, description?: string, retryAfterMs?: number,
   *   attempts?: number, key?: object, cause?: unknown }} [details]
   */
  constructor(code, details = {}) {
    const { description, status, cause } = details;
    const meaning = (code === "invalid_request" && STATUSES[Number(status)]) || MEANINGS[code];
    const said = description ? ` (${description})` : "";
    const answered = status ? ` [status ${status}]` : "";
    super(`${code}: ${meaning}${said}${answered}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.transient = details.transient ?? false;
    this.status = status;
    this.description = description;
    this.retryAfterMs = details.retryAfterMs;
    this.attempts = details.attempts ?? 0;
    this.key = details.key;
  }

  /** @param {any} value */
  static [Symbol.hasInstance](value) {
    // biome-ignore lint/complexity/noThisInStatic: a subclass has its own instances.
    return this === TokenError ? !!value?.[BRAND] : Error[Symbol.hasInstance].call(this, value);
  }

  get [BRAND]() {
    return true;
  }

  get name() {
    return "TokenError";
  }
}
