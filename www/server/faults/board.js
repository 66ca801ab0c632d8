import { setMaxListeners } from "node:events";
import { parseFaults } from "./parse.js";

/**
 * A fault that is switched on.
 *
 * @typedef {object} ActiveFault
 * @property {import("./parse.js").Fault} fault
 * @property {number} remaining how many requests may still meet it
 * @property {number} inFlight how many requests it is holding
 * @property {number} endsAtMs on the monotonic clock
 * @property {AbortController} over aborted when its time is up or it is cleared
 * @property {NodeJS.Timeout} [timer]
 *
 * @typedef {ReturnType<typeof createFaults>} Faults
 */

/**
 * The board on which faults are switched on and off.
 *
 * @param {import("../clock.js").Clock} clock the one that a clock fault makes wrong
 */
export function createFaults(clock) {
  /** @type {Set<ActiveFault>} */
  const board = new Set();

  /** @param {import("./parse.js").Fault} fault */
  function start(fault) {
    /** @type {ActiveFault} */
    const active = {
      fault,
      remaining: fault.count ?? Number.POSITIVE_INFINITY,
      inFlight: 0,
      endsAtMs: performance.now() + (fault.forMs ?? Number.POSITIVE_INFINITY),
      over: new AbortController(),
    };
    // As many requests as come may hang on one fault.
    setMaxListeners(0, active.over.signal);
    board.add(active);
    if (fault.kind === "clock") clock.offsetMs += fault.offsetMs;
    if (fault.forMs !== undefined) {
      active.timer = setTimeout(end, fault.forMs, active);
      active.timer.unref();
    }
  }

  /** @param {ActiveFault} active */
  function end(active) {
    if (!board.delete(active)) return;
    clearTimeout(active.timer);
    if (active.fault.kind === "clock") clock.offsetMs -= active.fault.offsetMs;
    active.over.abort();
  }

  return {
    /**
     * Switches on one fault or several; throws a Refusal, and switches on none, if one is not right.
     *
     * @param {unknown} input
     */
    add(input) {
      for (const fault of parseFaults(input)) start(fault);
    },

    /** Ends every fault, and lets go of every request that one holds. */
    clear() {
      for (const active of board) end(active);
    },

    /** The faults that the next request may meet, in the order they were switched on. */
    list() {
      return [...board]
        .filter((active) => active.remaining > 0)
        .map(({ fault, remaining, endsAtMs }) => ({
          ...fault,
          ...(fault.count !== undefined && { remaining }),
          ...(fault.forMs !== undefined && { remainingMs: remainingMs(endsAtMs) }),
        }));
    },

    /**
     * What happens to one request: every delay on the way to the first fault that answers it.
     * Hence `[status 500 twice, status 429 once]` is met in that order.
     *
     * @param {"workos" | "app"} at
     * @returns {ActiveFault[]}
     */
    take(at) {
      const taken = [];
      for (const active of board) {
        const { fault } = active;
        if (fault.kind === "clock" || fault.at !== at || active.remaining === 0) continue;
        active.remaining -= 1;
        active.inFlight += 1;
        taken.push(active);
        if (fault.kind !== "delay") break;
      }
      return taken;
    },

    /**
     * Says that a request is done with the faults it took.
     *
     * @param {ActiveFault[]} taken
     */
    release(taken) {
      for (const active of taken) {
        active.inFlight -= 1;
        if (active.remaining === 0 && active.inFlight === 0) end(active);
      }
    },
  };
}

/**
 * @param {number} endsAtMs
 * @returns {number}
 */
export function remainingMs(endsAtMs) {
  return Math.max(0, Math.round(endsAtMs - performance.now()));
}
