import { parseWorkos } from "../options.js";
import { within } from "../time-limit.js";
import { byKey } from "./by-key.js";
import { bySdk } from "./by-sdk.js";
import { outcomeOf, timedOut, withoutKey } from "./outcome.js";

/**
 * @typedef {import("../token-request.js").TokenRequest & { userId: string | undefined }} WorkosRequest
 * @typedef {(request: WorkosRequest, timeoutMs: number) => Promise<import("./outcome.js").Outcome>} AskWorkos
 *
 * WorkOS's reply, with or without the SDK: the body with a token, or the status and message of an error.
 * @typedef {{ body: unknown }} Granted
 * @typedef {{ status: number | undefined, description?: string, retryAfterMs?: number, cause?: unknown }} Failed
 */

/**
 * Requests tokens from WorkOS, without retries: the browser retries.
 *
 * @param {import("../options.js").Options} options
 * @returns {AskWorkos} which never rejects
 */
export function createWorkos(options) {
  /** @type {((fields: Record<string, unknown>) => Promise<Granted | Failed>) | undefined} */
  let ask;
  return async (request, timeoutMs) => {
    const fields = fieldsOf(request, options);
    try {
      ask ??= askerFor(options);
    } catch (cause) {
      return withoutKey(cause);
    }
    try {
      const reply = await within(timeoutMs, ask(fields), timedOut);
      return outcomeOf(reply, fields);
    } catch (cause) {
      return outcomeOf({ status: undefined, cause }, fields);
    }
  };
}

/** @param {import("../options.js").Options} options */
function askerFor(options) {
  const workos = parseWorkos(typeof options.workos === "function" ? options.workos() : options.workos);
  return typeof workos === "string" ? byKey(workos, options) : bySdk(workos);
}

/**
 * @param {WorkosRequest} request
 * @param {import("../options.js").Options} options
 * @returns {Record<string, unknown>}
 */
function fieldsOf({ organizationId, scopes, userId }, { scopes: { contract }, expiresInSeconds }) {
  const organization = { organization_id: organizationId };
  if (contract === "scopes") return { ...organization, ...(userId !== undefined && { user_id: userId }), scopes };
  const expiry = expiresInSeconds !== undefined && { expires_in: expiresInSeconds };
  return { ...organization, widget_scope: scopes[0], ...expiry };
}
