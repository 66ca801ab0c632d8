const MINUTE_MS = 60_000;

/**
 * A time in the past (or, with negative minutes, in the future), as the API writes it.
 *
 * @param {number} nowMs
 * @param {number} minutes
 */
export function ago(nowMs, minutes) {
  return new Date(nowMs - minutes * MINUTE_MS).toISOString();
}

/** @param {number} count */
export function days(count) {
  return count * 24 * 60;
}
