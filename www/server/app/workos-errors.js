import { Refusal } from "../refusal.js";

/**
 * What the browser is told of an error that the WorkOS SDK threw. A 401 or 403 from WorkOS is about
 * this server's key, so to the user it is a 500: nobody can mend it by signing in again.
 *
 * @param {unknown} error
 * @returns {Refusal}
 */
export function refusalForWorkosError(error) {
  const status = statusOf(error);
  switch (status) {
    case 400:
    case 422:
      return new Refusal(status, "invalid_request", descriptionOf(error));
    case 401:
    case 403:
      console.error("WorkOS refused this server's API key: check WORKOS_API_KEY.");
      return new Refusal(500, "server_error", "The server's WorkOS set-up is wrong.");
    case 404:
      return new Refusal(404, "organization_not_found", "WorkOS does not know this organization.");
    case 408:
      return new Refusal(504, "server_error", "WorkOS did not answer in time.");
    case 429:
      return new Refusal(429, "rate_limited", "WorkOS asks to slow down.", retryAfterOf(error));
    default:
      return new Refusal(502, "server_error", "WorkOS could not be asked, or gave no token.");
  }
}

/**
 * The SDK wraps an error reply that is not JSON (a proxy's HTML page) in an error without a status.
 *
 * @typedef {{ rawStatus?: number, rawHeaders?: Headers }} UnreadableReply
 * @typedef {object} WorkosError
 * @property {number} [status]
 * @property {number | null} [retryAfter]
 * @property {string} [errorDescription]
 * @property {string | string[]} [message]
 * @property {UnreadableReply} [cause]
 */

/** @param {unknown} error */
function statusOf(error) {
  const { status, cause } = /** @type {WorkosError} */ (error);
  return status ?? cause?.rawStatus;
}

/**
 * Seconds, or undefined where there are none: the SDK makes NaN of a date.
 *
 * @param {unknown} error
 */
function retryAfterOf(error) {
  const { retryAfter, cause } = /** @type {WorkosError} */ (error);
  const seconds = retryAfter ?? Number(cause?.rawHeaders?.get("Retry-After") ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

/** @param {unknown} error */
function descriptionOf(error) {
  const { errorDescription, message } = /** @type {WorkosError} */ (error);
  // WorkOS sends one message or an array of them, and the SDK hands on either.
  return errorDescription ?? [message].flat().join("; ");
}
