/** Time that stands still until it is moved: the module goes by the global clocks and timers. */

const START_WALL_MS = Date.UTC(2026, 0, 15, 12, 0, 0);

let nowMs = 0;
let count = 0;
/** @type {Map<unknown, { at: number, ring: () => void }>} */
const timers = new Map();

/** Puts the clocks and timers of this process in the hands of the tests. */
export function takeOverTime() {
  const global = /** @type {any} */ (globalThis);
  global.setTimeout = (/** @type {() => void} */ ring, ms = 0) => {
    timers.set(++count, { at: nowMs + Math.max(0, ms), ring });
    return count;
  };
  global.clearTimeout = (/** @type {unknown} */ timer) => timers.delete(timer);
  Date.now = () => START_WALL_MS + nowMs;
  performance.now = () => nowMs;
  // The module draws its jitter's seed from here.
  Math.random = () => 0.5;
}

/** The wall clock, in milliseconds since 1970. */
export const wallMs = () => START_WALL_MS + nowMs;

/** How many timers are armed. */
export const armed = () => timers.size;

/**
 * Moves all clocks on, and rings what is due by then, late.
 *
 * @param {number} ms
 */
export function skip(ms) {
  nowMs += ms;
  const due = [...timers].filter(([, { at }]) => at <= nowMs).sort(([, one], [, other]) => one.at - other.at);
  for (const [timer, { ring }] of due) {
    if (timers.delete(timer)) ring();
  }
}

/** Lets everything happen that needs no time to pass. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));

/** So many looks at a promise, between which time goes on. */
const LOOKS = 200;

/**
 * What comes of a promise, however long that takes; time goes on in ever longer steps.
 *
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<{ value?: T, error?: unknown, isPending?: boolean }>}
 */
export async function outcomeOf(promise) {
  /** @type {{ value?: T, error?: unknown, isPending?: boolean }} */
  let outcome = { isPending: true };
  promise.then(
    (value) => {
      outcome = { value };
    },
    (error) => {
      outcome = { error };
    },
  );
  for (let look = 0; look < LOOKS; look++) {
    await turn();
    if (!outcome.isPending) break;
    if (look > 2) skip(250 * 1.1 ** look);
  }
  return outcome;
}
