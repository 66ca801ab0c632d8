// The verdict on a figure, compared with its bound.

/**
 * @typedef {object} Bound
 * @property {number} most the limit
 * @property {number} aim the value to aim for
 */

/** @typedef {"missed" | "reached" | "aim reached" | "not compared"} Verdict */

/**
 * @param {number | undefined} figure undefined if there is nothing to compare with
 * @param {Bound} bound
 * @returns {Verdict}
 */
export function judge(figure, { most, aim }) {
  if (figure === undefined) return "not compared";
  if (figure > most) return "missed";
  return figure <= aim ? "aim reached" : "reached";
}

/**
 * For targets without an aim.
 *
 * @param {boolean} isReached
 * @returns {Verdict}
 */
export const verdictOn = (isReached) => (isReached ? "reached" : "missed");

/**
 * @param {Bound} bound
 * @param {(figure: number) => string} inWords
 * @param {string} [ofWhat]
 */
export const boundInWords = ({ most, aim }, inWords, ofWhat = "") =>
  `at most ${[inWords(most), ofWhat].join(" ").trim()}, aim ${inWords(aim)}`;
