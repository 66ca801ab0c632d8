// What a figure is worth, held against what it is to reach.

/**
 * @typedef {object} Bound
 * @property {number} most what the figure may be
 * @property {number} aim what it had better be
 */

/** @typedef {"missed" | "reached" | "aim reached" | "not compared"} Verdict */

/**
 * @param {number | undefined} figure undefined where there is nothing to compare with
 * @param {Bound} bound
 * @returns {Verdict}
 */
export function judge(figure, { most, aim }) {
  if (figure === undefined) return "not compared";
  if (figure > most) return "missed";
  return figure <= aim ? "aim reached" : "reached";
}

/**
 * Where there is nothing between reached and missed.
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
