/**
 * A clock that goes on as time does: of two clocks it believes, at each look, the one that moved less. So one of them
 * may jump, be set or stand still: time neither runs ahead nor ends.
 *
 * @param {() => number} [monotonicNow] milliseconds
 * @param {() => number} [wallNow]
 * @returns {() => number} milliseconds from when it was made
 */
export function steadyClock(monotonicNow = () => performance.now(), wallNow = Date.now) {
  let timeMs = 0;
  let last = [monotonicNow(), wallNow()];
  return () => {
    const now = [monotonicNow(), wallNow()];
    const steps = now.map((ms, index) => ms - last[index]);
    last = now;
    // A step back is none at all: then it is for the other clock to say.
    const forward = steps.filter((step) => step >= 0);
    if (forward.length > 0) timeMs += Math.min(...forward);
    return timeMs;
  };
}
