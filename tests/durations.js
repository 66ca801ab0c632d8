// Formats durations.

/** @typedef {{ name: string, ms: number }} Timed */

/** @param {number} ms */
export function seconds(ms) {
  return ms < 9_950 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 1_000)} s`;
}

/**
 * One line for each, the longest first.
 *
 * @param {Timed[]} timed
 * @param {number} [most] how many
 */
export function slowest(timed, most = timed.length) {
  return [...timed]
    .sort((one, other) => other.ms - one.ms)
    .slice(0, most)
    .map(({ name, ms }) => `${seconds(ms).padStart(8)}  ${name}`)
    .join("\n");
}
