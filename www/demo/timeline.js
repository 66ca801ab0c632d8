// Where on the track the present is; CSS knows it as --now.
const NOW_AT = 0.55;
// How much of the track one life takes: all that is left of it fits between now and the right edge.
const LIFE_SHARE = 0.43;
const SCALE_STEP_MS = 5_000;
const UNKNOWN_LIFE_MS = 30_000;
const LANES = 3;
const TICK_STEPS_SECONDS = [2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600];
const MOST_TICKS = 7;
const EDGE = 0.04;

/**
 * Draws a story to scale: the present stands still, and everything else moves past it to the left.
 * Things are placed once, in a layer; from then on only the layer is moved.
 */
export class Timeline {
  #track;
  #layer;
  #axis;
  #originMs = Date.now();
  #windowMs = 0;
  #transform = "";
  /** @type {Map<object, HTMLElement>} what stands for which part of the story */
  #drawn = new Map();

  /**
   * @param {HTMLElement} track
   * @param {HTMLElement} axis
   */
  constructor(track, axis) {
    this.#track = track;
    this.#layer = /** @type {HTMLElement} */ (track.querySelector(".timeline-layer"));
    this.#axis = axis;
  }

  /** @param {import("./key-story.js").KeyStory} story */
  draw(story) {
    this.#scaleTo(story.lives.at(-1));
    const { current, snapshot } = story;
    const dueAtMs = snapshot?.retryAt ?? (snapshot?.status === "ready" ? current?.refreshAtMs : undefined);
    const due = dueAtMs === undefined ? [] : [{ kind: "due", atMs: dueAtMs }];

    this.#keepOnly([...story.lives, ...story.tries]);
    for (const life of story.lives) this.#drawLife(life);
    for (const mark of [...story.tries, ...due]) this.#drawMark(mark);
    this.#track.setAttribute("aria-label", story.describe());
  }

  /** @param {number} nowMs */
  move(nowMs) {
    const percent = NOW_AT * 100 - this.#share(nowMs - this.#originMs);
    const transform = `translateX(${percent.toFixed(3)}%)`;
    if (transform === this.#transform) return;
    this.#transform = transform;
    this.#layer.style.transform = transform;
  }

  /** @param {import("./key-story.js").Life | undefined} life */
  #scaleTo(life) {
    const lifeMs = life ? life.expiresAtMs - life.mintedAtMs : UNKNOWN_LIFE_MS;
    // In steps, so that a life a few milliseconds longer does not redraw everything.
    const windowMs = (Math.ceil(lifeMs / SCALE_STEP_MS) * SCALE_STEP_MS) / LIFE_SHARE;
    if (windowMs === this.#windowMs) return;
    this.#windowMs = windowMs;
    this.#keepOnly([]);
    this.#drawAxis();
  }

  /** @param {import("./key-story.js").Life} life */
  #drawLife(life) {
    const { mintedAtMs, expiresAtMs, endedAtMs = expiresAtMs, ending, number } = life;
    const bar = this.#elementFor(life, `bar lane-${number % LANES}`);
    const untilMs = ending === "dropped" ? endedAtMs : expiresAtMs;
    bar.dataset.ending = ending ?? "current";
    bar.style.left = `${this.#share(mintedAtMs - this.#originMs)}%`;
    bar.style.width = `${this.#share(untilMs - mintedAtMs)}%`;
    const used = /** @type {HTMLElement} */ (bar.firstElementChild ?? bar.appendChild(document.createElement("span")));
    used.className = "bar-used";
    used.style.width = `${Math.min(100, ((endedAtMs - mintedAtMs) / (untilMs - mintedAtMs)) * 100)}%`;
  }

  /** @param {{ kind: string, atMs: number }} mark */
  #drawMark(mark) {
    const element = this.#elementFor(mark, `mark mark-${mark.kind}`);
    element.style.left = `${this.#share(mark.atMs - this.#originMs)}%`;
  }

  /**
   * @param {object} part
   * @param {string} className
   */
  #elementFor(part, className) {
    let element = this.#drawn.get(part);
    if (!element) {
      element = document.createElement("div");
      element.className = className;
      this.#layer.append(element);
      this.#drawn.set(part, element);
    }
    return element;
  }

  /** @param {object[]} parts */
  #keepOnly(parts) {
    const kept = new Set(parts);
    for (const [part, element] of this.#drawn) {
      if (kept.has(part)) continue;
      element.remove();
      this.#drawn.delete(part);
    }
  }

  #drawAxis() {
    const windowSeconds = this.#windowMs / 1000;
    const step = TICK_STEPS_SECONDS.find((seconds) => windowSeconds / seconds <= MOST_TICKS) ?? windowSeconds;
    const first = Math.ceil((-NOW_AT * windowSeconds) / step) * step;
    const ticks = [];
    for (let seconds = first; seconds < (1 - NOW_AT) * windowSeconds; seconds += step) {
      const at = NOW_AT + seconds / windowSeconds;
      // At the very edge a label would be cut in two.
      if (at < EDGE || at > 1 - EDGE) continue;
      const tick = document.createElement("span");
      tick.textContent = tickLabel(seconds);
      tick.style.left = `${at * 100}%`;
      ticks.push(tick);
    }
    this.#axis.replaceChildren(...ticks);
  }

  /** @param {number} durationMs */
  #share(durationMs) {
    return (durationMs / this.#windowMs) * 100;
  }
}

/** @param {number} seconds */
function tickLabel(seconds) {
  if (seconds === 0) return "now";
  const size = Math.abs(seconds);
  const amount = size < 120 ? `${size} s` : size < 7200 ? `${size / 60} min` : `${size / 3600} h`;
  return `${seconds < 0 ? "−" : "+"}${amount}`;
}
