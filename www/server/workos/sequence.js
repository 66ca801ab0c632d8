/** @typedef {() => number} Sequence the next number, from 1 */

/**
 * Numbers events at a server in order. If the clock stands still, or is set back, they show which came
 * first.
 *
 * @returns {Sequence}
 */
export function createSequence() {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}
