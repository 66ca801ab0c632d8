const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * What is left of a time, in words: "23 s", "4 min 05 s", "1 h 00 min".
 *
 * @param {number} leftMs
 */
export function formatLeft(leftMs) {
  const seconds = Math.max(0, Math.ceil(leftMs / SECOND_MS));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${twoDigits(Math.floor((seconds % 3600) / 60))} min`;
}

/**
 * A duration to the nearest that is worth saying: "0.8 s", "23 s", "10 min", "1 h".
 *
 * @param {number} durationMs
 */
export function formatAbout(durationMs) {
  if (durationMs < 10 * SECOND_MS) return `${Math.round(durationMs / 100) / 10} s`;
  if (durationMs < 2 * MINUTE_MS) return `${Math.round(durationMs / SECOND_MS)} s`;
  const minutes = Math.round(durationMs / MINUTE_MS);
  return minutes < 120 && minutes % 60 > 0 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/**
 * How long something took.
 *
 * @param {number} elapsedMs
 */
export function formatElapsed(elapsedMs) {
  if (elapsedMs >= 10 * SECOND_MS) return formatAbout(elapsedMs);
  if (elapsedMs < 1) return "under 1 ms";
  return `${Math.round(elapsedMs).toLocaleString("en")} ms`;
}

/** @param {number} number */
function twoDigits(number) {
  return String(number).padStart(2, "0");
}
