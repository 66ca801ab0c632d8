const LONGEST_REPLY = 100_000;

/**
 * Calls WorkOS with an API key, without the SDK.
 *
 * @param {string} key
 * @param {{ apiUrl: string, fetch?: typeof fetch, timeoutMs: number }} options
 */
export function byKey(key, { apiUrl, fetch: given, timeoutMs }) {
  /**
   * @param {Record<string, unknown>} fields
   * @returns {Promise<import("./workos.js").Granted | import("./workos.js").Failed>}
   */
  return async (fields) => {
    const send = given ?? fetch;
    const response = await send(`${apiUrl}/widgets/token`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(fields),
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const body = text.length > LONGEST_REPLY ? undefined : parse(text);
    if (response.ok) return { body };
    const { error_description, message, error } = body ?? {};
    return {
      status: response.status,
      description: error_description ?? message ?? error,
      retryAfterMs: retryAfterMs(response.headers),
    };
  };
}

/** @param {string} text @returns {any} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Seconds, or a date, which is relative to the reply's `Date`.
 *
 * @param {Headers} headers
 */
function retryAfterMs(headers) {
  const value = headers.get("Retry-After");
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const ms = Date.parse(value) - (Date.parse(headers.get("Date") ?? "") || Date.now());
  return Number.isNaN(ms) ? undefined : ms;
}
