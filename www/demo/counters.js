import { formatSkew } from "./durations.js";

const COUNTED = /** @type {const} */ (["hits", "fetches", "coalesced", "retries", "failures"]);

/**
 * The numbers, in groups: what was answered without a request, what was sent, what arrived.
 *
 * @param {HTMLElement} place
 */
export function showCounters(place) {
  const cell = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (place.querySelector(`[data-counter="${name}"]`));

  return {
    /** @param {import("../../src/npm/index.js").TokenStats} stats */
    showManager(stats) {
      for (const name of COUNTED) cell(name).textContent = stats[name].toLocaleString("en");
      cell("spared").textContent = (stats.hits + stats.coalesced).toLocaleString("en");
      cell("skew").textContent = formatSkew(stats.skewMs);
    },

    /** @param {number} count */
    showServer(count) {
      cell("server").textContent = count.toLocaleString("en");
    },
  };
}
