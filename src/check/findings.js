/**
 * What a check found.
 *
 * - `ok`: as it should be.
 * - `note`: good to know; nothing to mend, or nothing that can be seen from outside.
 * - `warning`: works, and will hurt somebody some day.
 * - `wrong`: does not work, or is not safe.
 *
 * @typedef {"ok" | "note" | "warning" | "wrong"} Verdict
 *
 * @typedef {object} Remedy
 * @property {string} effect what happens to users
 * @property {string} mend how to mend it
 * @property {string} [code] the same as a line of Express
 *
 * @typedef {{ verdict: Verdict, found: string } & Partial<Remedy>} Finding
 */

/**
 * @param {string} found
 * @returns {Finding}
 */
export const ok = (found) => ({ verdict: "ok", found });

/**
 * @param {string} found
 * @returns {Finding}
 */
export const note = (found) => ({ verdict: "note", found });

/**
 * @param {string} found
 * @param {Remedy} remedy
 * @returns {Finding}
 */
export const warning = (found, remedy) => ({ verdict: "warning", found, ...remedy });

/**
 * @param {string} found
 * @param {Remedy} remedy
 * @returns {Finding}
 */
export const wrong = (found, remedy) => ({ verdict: "wrong", found, ...remedy });
