/** @typedef {() => number} Sequence the next number, from 1 */

/**
 * Numbers for what happens at a server, in order. Where the clock stands still, or is set back, these tell
 * what came first.
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
