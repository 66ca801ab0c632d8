/** Time that stands still until it is advanced, and timers that fire on demand. */

/** The real clock. */
export const realNow = performance.now.bind(performance);

const startMs = realNow();
const startWallMs = Date.now();
let passedMs = 0;
let timersSet = 0;

/** @type {Map<unknown, { ringsAtMs: number, ring: () => void }>} */
const timers = new Map();

performance.now = () => startMs + passedMs;
Date.now = () => startWallMs + passedMs;
/** @type {any} */ (globalThis).setTimeout = (/** @type {() => void} */ ring, delayMs = 0) => {
  timers.set(++timersSet, { ringsAtMs: passedMs + delayMs, ring });
  return timersSet;
};
globalThis.clearTimeout = (timer) => void timers.delete(timer);

/** How many timers are armed. */
export const armed = () => timers.size;

/** @param {number} ms */
export function moveOn(ms) {
  passedMs += ms;
}

/** Fires the due timers. */
export function ring() {
  const due = [...timers].filter(([, { ringsAtMs }]) => ringsAtMs <= passedMs);
  for (const [timer] of due) timers.delete(timer);
  for (const [, { ring }] of due) ring();
}
