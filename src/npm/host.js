/**
 * What the module asks of JavaScript, in numbers alone; a number that there is not is NaN. The other
 * half is `src/browser/host.rs`.
 */

import { codeOf, TokenError } from "./token-error.js";

/** @type {any[]} */
const STATUSES = ["", "loading", "ready", "refreshing", "retrying", "failed"];

/**
 * @param {import("./types.js").Parts} parts
 */
export function hostOf(parts) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const { requests } = parts;
  const host = {
    monotonic: () => performance.now(),
    wall: () => Date.now(),

    /** @param {number} delayMs */
    arm(delayMs) {
      host.disarm();
      timer = setTimeout(() => parts.engine.wake(0), delayMs);
    },
    disarm: () => clearTimeout(timer),

    send: (/** @type {number} */ key, /** @type {number} */ serial) => void requests.send(key, serial),
    abort: (/** @type {number} */ serial) => requests.abort(serial),

    /**
     * Makes the error that the next call speaks of.
     *
     * @param {number} key
     * @param {number} code
     * @param {number} transient
     * @param {number} status
     * @param {number} retryAfterMs
     * @param {number} attempts
     * @param {number} originKey
     * @param {number} origin
     */
    error(key, code, transient, status, retryAfterMs, attempts, originKey, origin) {
      parts.error = /** @type {any} */ (
        new TokenError(codeOf(code), {
          ...requests.wordsOf(originKey, origin),
          transient: transient !== 0,
          status: status || undefined,
          retryAfterMs: known(retryAfterMs),
          attempts,
          key: parts.keys.at(key),
        })
      );
    },

    /**
     * @param {number} key
     * @param {number} call
     * @param {number} isToken
     */
    settle(key, call, isToken) {
      parts.settle(call, isToken ? parts.source(key).token : undefined, isToken ? undefined : parts.error);
    },

    notify: (/** @type {number} */ key) => parts.source(key).notify(),

    /**
     * @param {number} event
     * @param {number} number
     * @param {number} first
     * @param {number} second
     */
    emit(event, number, first, second) {
      parts.source(number).endLease();
      const key = parts.keys.at(number);
      const events = [
        { key, lifetimeMs: first, refreshInMs: second },
        { key, attempt: first },
        { key, error: parts.error, retryInMs: known(first) },
      ];
      parts.emit(event, events[event] ?? { key });
    },

    /**
     * @param {number} key
     * @param {number} status
     * @param {number} hasToken
     * @param {number} hasError
     * @param {number} retryAt
     * @param {number} fetchedAt
     * @param {number} refreshAt
     * @param {number} expiresAt
     */
    snapshot(key, status, hasToken, hasError, retryAt, fetchedAt, refreshAt, expiresAt) {
      parts.shown = Object.freeze({
        status: STATUSES[status],
        token: hasToken ? parts.source(key).token : undefined,
        error: hasError ? parts.error : undefined,
        retryAt: known(retryAt),
        fetchedAt: known(fetchedAt),
        refreshAt: known(refreshAt),
        expiresAt: known(expiresAt),
      });
    },

    /**
     * @param {number} hits
     * @param {number} fetches
     * @param {number} coalesced
     * @param {number} retries
     * @param {number} failures
     * @param {number} entries
     * @param {number} nextRefreshInMs
     * @param {number} skewMs
     */
    stats(hits, fetches, coalesced, retries, failures, entries, nextRefreshInMs, skewMs) {
      parts.counts = {
        hits,
        fetches,
        coalesced,
        retries,
        failures,
        entries,
        nextRefreshInMs: known(nextRefreshInMs),
        skewMs: known(skewMs),
      };
    },
  };
  return host;
}

/** @param {number} number */
const known = (number) => (Number.isNaN(number) ? undefined : number);
