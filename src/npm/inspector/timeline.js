/** Draws a key's history to scale: the present stands still, and everything else moves past it to the left. */

import { h } from "./dom.js";

// Where on the track the present is; the style sheet has it, too.
const NOW_AT = 0.55;
// How much of the track one life takes: all that is left of it fits between now and the right edge.
const LIFE_SHARE = 0.43;
const SCALE_STEP_MS = 5_000;
const UNKNOWN_LIFE_MS = 30_000;
const LANES = 3;
const TICK_STEPS_SECONDS = [2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600];
const MOST_TICKS = 7;
const EDGE = 0.04;

/** Things are placed when something is new; from then on only the layer that they are in is moved. */
export function createTimeline() {
  const layer = h("div.layer");
  const track = h("div.timeline", { role: "img" }, layer, h("div.veil"), h("div.now"));
  const axis = h("div.axis", { "aria-hidden": "true" });
  const originMs = Date.now();
  let windowMs = 0;
  let drawn = "";

  const share = (/** @type {number} */ durationMs) => (durationMs / windowMs) * 100;
  const markOf = (/** @type {{ kind: string, atMs: number }} */ { kind, atMs }) =>
    place(h(`div.mark ${kind}`), share(atMs - originMs));

  /** @param {import("./key-history.js").Life} life */
  function barOf({ mintedAtMs, expiresAtMs, endedAtMs = expiresAtMs, ending, number }) {
    const untilMs = ending === "dropped" ? endedAtMs : expiresAtMs;
    const usedShare = Math.min(1, (endedAtMs - mintedAtMs) / (untilMs - mintedAtMs));
    const used = place(h("span.used"), 0, usedShare * 100);
    const bar = h(`div.bar lane-${number % LANES} ${ending ?? ""}`, {}, used);
    return place(bar, share(mintedAtMs - originMs), share(untilMs - mintedAtMs));
  }

  return {
    element: h("div", {}, track, axis),

    /** @param {import("./key-history.js").KeyHistory} history */
    draw(history) {
      const { lives, tries, dueAtMs, revision } = history;
      const wanted = `${revision} ${dueAtMs}`;
      if (wanted === drawn) return;
      drawn = wanted;
      const last = lives.at(-1);
      const lifeMs = last ? last.expiresAtMs - last.mintedAtMs : UNKNOWN_LIFE_MS;
      // In steps, so that a life a few milliseconds longer does not shift everything.
      windowMs = (Math.max(1, Math.ceil(lifeMs / SCALE_STEP_MS)) * SCALE_STEP_MS) / LIFE_SHARE;
      const due = dueAtMs === undefined ? [] : [{ kind: "due", atMs: dueAtMs }];
      layer.replaceChildren(...lives.map(barOf), ...[...tries, ...due].map(markOf));
      axis.replaceChildren(...ticksOf(windowMs / 1000));
      track.setAttribute("aria-label", history.describe());
    },

    /** @param {number} nowMs */
    move(nowMs) {
      layer.style.transform = `translateX(${NOW_AT * 100 - share(nowMs - originMs)}%)`;
    },
  };
}

/**
 * By the style object: a `style` attribute would be under the page's policy.
 *
 * @param {HTMLElement} element
 * @param {number} left
 * @param {number} [width]
 */
function place(element, left, width) {
  element.style.left = `${left}%`;
  if (width !== undefined) element.style.width = `${width}%`;
  return element;
}

/**
 * The marks of the axis.
 *
 * @param {number} windowSeconds
 */
function ticksOf(windowSeconds) {
  const step = TICK_STEPS_SECONDS.find((seconds) => windowSeconds / seconds <= MOST_TICKS) ?? windowSeconds;
  const ticks = [];
  for (let count = -MOST_TICKS; count <= MOST_TICKS; count++) {
    const at = NOW_AT + (count * step) / windowSeconds;
    // At the very edge a label would be cut in two.
    if (at < EDGE || at > 1 - EDGE) continue;
    ticks.push(place(h("span", {}, tickLabel(count * step)), at * 100));
  }
  return ticks;
}

/** @param {number} seconds */
function tickLabel(seconds) {
  if (seconds === 0) return "now";
  const size = Math.abs(seconds);
  const amount = size < 120 ? `${size} s` : size < 7200 ? `${size / 60} min` : `${Math.round(size / 3600)} h`;
  return `${seconds < 0 ? "−" : "+"}${amount}`;
}
