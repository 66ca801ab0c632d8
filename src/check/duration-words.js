const UNITS = /** @type {const} */ ([
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
]);

/**
 * A length of time in words: `9 min 59 s`; its two largest units, rounded down.
 *
 * @param {number} ms
 * @returns {string}
 */
export function inWords(ms) {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const first = UNITS.findIndex(([unitMs]) => ms >= unitMs);
  let restMs = ms;
  const words = UNITS.slice(first, first + 2).map(([unitMs, unit]) => {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    return count > 0 ? `${count} ${unit}` : "";
  });
  return words.filter(Boolean).join(" ");
}
