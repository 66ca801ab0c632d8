/**
 * The objects that the module hands to JavaScript, made where making them is cheap.
 */

/**
 * @param {string} status
 * @param {string | undefined} token
 * @param {unknown} error
 * @param {number | undefined} retryAt
 * @param {number | undefined} fetchedAt
 * @param {number | undefined} refreshAt
 * @param {number | undefined} expiresAt
 */
export function makeSnapshot(status, token, error, retryAt, fetchedAt, refreshAt, expiresAt) {
  return Object.freeze({ status, token, error, retryAt, fetchedAt, refreshAt, expiresAt });
}

/**
 * @param {number} hits
 * @param {number} fetches
 * @param {number} coalesced
 * @param {number} retries
 * @param {number} failures
 * @param {number} entries
 * @param {number | undefined} nextRefreshInMs
 * @param {number | undefined} skewMs
 */
export function makeStats(hits, fetches, coalesced, retries, failures, entries, nextRefreshInMs, skewMs) {
  return { hits, fetches, coalesced, retries, failures, entries, nextRefreshInMs, skewMs };
}
