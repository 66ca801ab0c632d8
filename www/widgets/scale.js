// Where on the track the present is; the style sheet knows it as --now.
const NOW_AT = 0.55;
// How much of the track one life takes: all that is left of it fits between now and the right edge.
const LIFE_SHARE = 0.43;
const SCALE_STEP_MS = 5_000;
const UNKNOWN_LIFE_MS = 75_000;
const TICK_STEPS_SECONDS = [5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600];
const MOST_TICKS = 7;
const EDGE = 0.04;

/**
 * The time that a track shows.
 *
 * @param {import("../demo/key-story.js").Life | undefined} life
 */
export function windowOf(life) {
  const lifeMs = life ? life.expiresAtMs - life.mintedAtMs : UNKNOWN_LIFE_MS;
  // In steps, so that a life a few milliseconds longer does not move everything.
  return (Math.ceil(lifeMs / SCALE_STEP_MS) * SCALE_STEP_MS) / LIFE_SHARE;
}

/**
 * How far the layer, on which everything has its place once and for all, is moved at this time.
 *
 * @param {number} sinceOriginMs
 * @param {number} windowMs
 */
export function offsetPercent(sinceOriginMs, windowMs) {
  return NOW_AT * 100 - (sinceOriginMs / windowMs) * 100;
}

/**
 * The marks of the axis.
 *
 * @param {number} windowMs
 * @returns {{ text: string, percent: number }[]}
 */
export function axisOf(windowMs) {
  const seconds = windowMs / 1000;
  const step = TICK_STEPS_SECONDS.find((candidate) => seconds / candidate <= MOST_TICKS) ?? seconds;
  const marks = [];
  for (let at = Math.ceil((-NOW_AT * seconds) / step) * step; at < (1 - NOW_AT) * seconds; at += step) {
    const place = NOW_AT + at / seconds;
    // At the very edge a label would be cut in two.
    if (place >= EDGE && place <= 1 - EDGE) marks.push({ text: textOf(at), percent: place * 100 });
  }
  return marks;
}

/** @param {number} seconds */
function textOf(seconds) {
  if (seconds === 0) return "now";
  const size = Math.abs(seconds);
  const amount = size < 120 ? `${size} s` : size < 7200 ? `${size / 60} min` : `${size / 3600} h`;
  return `${seconds < 0 ? "−" : "+"}${amount}`;
}
