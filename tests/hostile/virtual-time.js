/** Time that stands still until a test advances it: the module reads the global clocks and timers. */

const START_WALL_MS = Date.UTC(2026, 0, 15, 12, 0, 0);

let nowMs = 0;
let count = 0;
/** @type {Map<unknown, { at: number, ring: () => void }>} */
const timers = new Map();

/** Replaces the clocks and timers of this process. */
export function takeOverTime() {
  const global = /** @type {any} */ (globalThis);
  global.setTimeout = (/** @type {() => void} */ ring, ms = 0) => {
    timers.set(++count, { at: nowMs + Math.max(0, ms), ring });
    return count;
  };
  global.clearTimeout = (/** @type {unknown} */ timer) => timers.delete(timer);
  Date.now = () => START_WALL_MS + nowMs;
  performance.now = () => nowMs;
  // The module seeds its jitter from here.
  Math.random = () => 0.5;
}

/** The wall clock, in milliseconds since 1970. */
export const wallMs = () => START_WALL_MS + nowMs;

/** The number of armed timers. */
export const armed = () => timers.size;

/**
 * Advances all clocks, and then fires what is due, late.
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

/** Runs everything that needs no time to pass. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));

/** How often a promise is checked while time advances. */
const LOOKS = 200;

/**
 * The outcome of a promise, however long it takes; time advances in ever longer steps.
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
