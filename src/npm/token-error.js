/** What each code means, and what to do about it. */
const MEANINGS = {
  invalid_options: "the options cannot be used",
  invalid_request: "the request is wrong; check organizationId, and what the token route expects",
  invalid_scope: "there are no tokens for this scope; check widgetScope",
  unauthorized: "the token route does not know the user; sign in again, and check that cookies reach it (credentials)",
  forbidden: "the user may not have this token; check their organization and permissions",
  organization_not_found: "no such organization, or no route at the endpoint; check both",
  rate_limited: "too many requests; tried again when the route allows",
  server_error: "the token route failed; tried again, ever more slowly",
  network: "no reply came from the token route; check endpoint, CORS and connection",
  offline: "the browser is offline; tried again as soon as it is back",
  timeout: "no token came in time; tried again",
  invalid_response: "the reply holds no usable token; the route is to answer { token, expires_at } as JSON",
  secret_exposed: "a secret WorkOS key (sk_…) is in the browser; take it out, and roll the key at once",
  too_many_requests:
    "this token was fetched too often, and is left alone for a minute; look for a loop of invalidate or forceRefresh, or for expired tokens",
  aborted: "the signal ended the wait",
  cleared: "clear() or setUser() was called; ask again for the present user",
  disposed: "the manager was disposed of; create a new one",
};

/** @typedef {keyof typeof MEANINGS} TokenErrorCode */

/** In the order of `Code` in `src/core/error.rs`. */
const CODES = /** @type {TokenErrorCode[]} */ (Object.keys(MEANINGS));

/** What the module makes errors with. @type {(code: number, details: object) => TokenError} */
export const makeError = (code, details) => new TokenError(/** @type {TokenErrorCode} */ (CODES[code]), details);

/** What is thrown to the app: its own objects may have thrown something of their own. @param {unknown} cause */
export function typed(cause) {
  try {
    if (cause instanceof TokenError) return cause;
  } catch {
    // A revoked Proxy, say, which throws at this touch as well.
  }
  return new TokenError("invalid_options", { cause });
}

/** Why a token could not be had. */
export class TokenError extends Error {
  // Bundlers shorten the names of classes.
  static name = "TokenError";

  /**
   * @param {TokenErrorCode} code
   * @param {{ transient?: boolean, status?: number, description?: string, retryAfterMs?: number,
   *   attempts?: number, key?: object, cause?: unknown }} [details]
   */
  constructor(code, details = {}) {
    const { description, status, cause } = details;
    const said = description ? ` (${description})` : "";
    const answered = status ? ` [status ${status}]` : "";
    super(`${code}: ${MEANINGS[code]}${said}${answered}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.transient = details.transient ?? false;
    this.status = status;
    this.description = description;
    this.retryAfterMs = details.retryAfterMs;
    this.attempts = details.attempts ?? 0;
    this.key = details.key;
  }

  get name() {
    return "TokenError";
  }
}
