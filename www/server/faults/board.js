import { setMaxListeners } from "node:events";
import { parseFaults } from "./parse.js";

/**
 * A fault that is switched on.
 *
 * @typedef {object} ActiveFault
 * @property {import("./parse.js").Fault} fault
 * @property {number} remaining how many more requests it may affect
 * @property {number} inFlight how many requests it is holding
 * @property {number} endsAtMs on the monotonic clock
 * @property {AbortController} over aborted when its time ends or it is cleared
 * @property {NodeJS.Timeout} [timer]
 *
 * @typedef {ReturnType<typeof createFaults>} Faults
 */

/**
 * The board that switches faults on and off.
 *
 * @param {import("../clock.js").Clock} clock the one that a clock fault shifts
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
    // Any number of requests may hang on one fault.
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
     * Switches on one fault or several; throws a Refusal, and switches on none, if one is invalid.
     *
     * @param {unknown} input
     */
    add(input) {
      for (const fault of parseFaults(input)) start(fault);
    },

    /** Ends every fault, and releases every request that one holds. */
    clear() {
      for (const active of board) end(active);
    },

    /** The faults for the next requests, in the order in which they were switched on. */
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
     * The faults for one request: every delay that precedes the first fault that answers it. Hence
     * `[status 500 twice, status 429 once]` applies in that order.
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
     * Reports that a request is done with the faults it took.
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
