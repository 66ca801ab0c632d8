/**
 * What a check found.
 *
 * - `ok`: correct.
 * - `note`: for information; nothing to fix, or not visible from outside.
 * - `warning`: works, but will cause trouble in some situation.
 * - `wrong`: does not work, or is not safe.
 *
 * @typedef {"ok" | "note" | "warning" | "wrong"} Verdict
 *
 * @typedef {object} Remedy
 * @property {string} effect what it causes, for users or the page
 * @property {string} mend how to fix it
 * @property {string} [code] the fix as a line of Express
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
