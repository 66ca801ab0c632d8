// The result of a measurement: rows for the table of targets, and columns for the table of peers.

/**
 * @typedef {object} Run
 * @property {import("playwright-core").Browser} browser
 * @property {Awaited<ReturnType<typeof import("./server.js").serve>>} server
 * @property {string} peers the folder in which they are installed
 * @property {string | undefined} baseline the folder of its build; undefined if it cannot be built
 * @property {import("./contenders.js").Contender[]} contenders
 */

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {string} target
 * @property {string} measured
 * @property {import("./verdicts.js").Verdict} verdict
 */

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {Record<string, string>} cells by the contender's name; the reason if it cannot be
 * measured
 */

/**
 * @typedef {object} Measurement
 * @property {Row[]} rows
 * @property {Column[]} columns
 * @property {object} figures the numbers behind both
 */

/**
 * @typedef {object} Results
 * @property {string} command
 * @property {string} date
 * @property {Record<string, string>} versions of everything involved
 * @property {Row[]} rows
 * @property {Column[]} columns
 * @property {Record<string, object>} figures
 */

/** @param {number} factor */
export const times = (factor) => `${inDigits(factor, 2)} ×`;

/** @param {number} value */
export const inMicroseconds = (value) =>
  value < 1_000 ? `${inDigits(value, value < 1 ? 3 : 2)} µs` : inMilliseconds(value / 1_000);

/** @param {number} value */
export const inMilliseconds = (value) => `${inDigits(value, Math.abs(value) < 1 ? 2 : 1)} ms`;

/** @param {number} bytes */
export const inBytes = (bytes) => `${Math.round(bytes).toLocaleString("en")} bytes`;

/** @param {number} bytes */
export const inKilobytes = (bytes) => `${(bytes / 1_000).toFixed(1)} kB`;

/**
 * The larger a figure, the fewer decimals are significant.
 *
 * @param {number} value
 * @param {number} digits
 */
function inDigits(value, digits) {
  const known = Math.abs(value) < 10 ? digits : Math.abs(value) < 100 ? Math.min(digits, 1) : 0;
  return value.toLocaleString("en", { minimumFractionDigits: known, maximumFractionDigits: known });
}
