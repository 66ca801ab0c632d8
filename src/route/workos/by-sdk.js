/**
 * Calls WorkOS with a client of @workos-inc/node. Versions 8 to 11 differ in the name and the result of their widget
 * method, and 11 retries for minutes; `post` is the same in all of them, keeps `expires_at`, and can disable retries.
 *
 * @param {any} client
 */
export function bySdk(client) {
  /**
   * @param {Record<string, any>} fields
   * @returns {Promise<import("./workos.js").Granted | import("./workos.js").Failed>}
   */
  return async (fields) => {
    try {
      if (typeof client.post === "function") {
        const { data } = await client.post("/widgets/token", fields, { maxRetries: 0 });
        return { body: data };
      }
      const { organization_id: organizationId, user_id: userId, scopes = [fields.widget_scope] } = fields;
      const widgets = client.widgets;
      const method = typeof widgets.createToken === "function" ? "createToken" : "getToken";
      const reply = await widgets[method]({ organizationId, ...(userId !== undefined && { userId }), scopes });
      return { body: typeof reply === "string" ? { token: reply } : reply };
    } catch (error) {
      return failureOf(error);
    }
  };
}

/**
 * The SDK wraps a reply that is not JSON (a proxy's HTML page) in an error without a status.
 *
 * @param {any} error
 * @returns {import("./workos.js").Failed}
 */
function failureOf(error) {
  const status = error?.status ?? error?.cause?.rawStatus ?? error?.rawStatus;
  const { errorDescription, message } = error ?? {};
  return {
    status: typeof status === "number" ? status : undefined,
    description: errorDescription ?? message,
    retryAfterMs: retryAfterMs(error),
    cause: error,
  };
}

/**
 * Undefined if there is none: the SDK converts a date to NaN.
 *
 * @param {any} error
 */
function retryAfterMs(error) {
  const headers = error?.cause?.rawHeaders;
  const seconds = error?.retryAfter ?? Number(headers?.get?.("Retry-After") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}
