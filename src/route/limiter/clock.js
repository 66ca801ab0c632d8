/**
 * A steady clock: of two clocks it follows, at each reading, the one that advanced less. So either of them may jump,
 * be set or stop.
 *
 * @param {() => number} [monotonicNow] milliseconds
 * @param {() => number} [wallNow]
 * @returns {() => number} milliseconds since its creation
 */
export function steadyClock(monotonicNow = () => performance.now(), wallNow = Date.now) {
  let timeMs = 0;
  let last = [monotonicNow(), wallNow()];
  return () => {
    const now = [monotonicNow(), wallNow()];
    const steps = now.map((ms, index) => ms - last[index]);
    last = now;
    // A clock that went backwards is ignored in favour of the other one.
    const forward = steps.filter((step) => step >= 0);
    if (forward.length > 0) timeMs += Math.min(...forward);
    return timeMs;
  };
}
