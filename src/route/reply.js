/** A request that is answered with an error. Its text is sent to the browser: no secrets, no third-party messages. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} code short and stable, for programs
   * @param {string} description a sentence, for people
   * @param {{ retryInMs?: number, headers?: Record<string, string> }} [more] `retryInMs` is the caller's own slot
   */
  constructor(status, code, description, { retryInMs, headers = {} } = {}) {
    super(description);
    this.status = status;
    this.code = code;
    this.retryInMs = retryInMs;
    this.headers = headers;
  }
}

/** @param {string} description */
export const invalidRequest = (description) => new Refusal(400, "invalid_request", description);

/** A day. A custom limiter may return anything. */
const LONGEST_WAIT_MS = 86_400_000;

/**
 * @param {Refusal} refusal
 * @param {Record<string, string>} headers
 */
export function refusalReply({ status, code, message, retryInMs, headers: own }, headers) {
  const body = { error: code, error_description: message };
  if (retryInMs === undefined) return json(status, body, { ...headers, ...own });
  const waitMs = Math.min(Math.max(1, Math.ceil(retryInMs)), LONGEST_WAIT_MS);
  const retryAfter = String(Math.ceil(waitMs / 1_000));
  return json(status, { ...body, retry_in_ms: waitMs }, { ...headers, ...own, "Retry-After": retryAfter });
}

/**
 * @param {{ token: string, expiresAtMs: number }} token
 * @param {Record<string, string>} headers
 */
export function tokenReply({ token, expiresAtMs }, headers) {
  return json(200, { token, expires_at: new Date(expiresAtMs).toISOString() }, headers);
}

/**
 * @param {number} status
 * @param {object} body
 * @param {Record<string, string>} headers
 */
function json(status, body, headers) {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  });
}
