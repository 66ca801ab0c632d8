import { WidgetCard } from "./widget-card.js";

/** The cards, and the manager that they are mounted on while there is one. */
export class WidgetList {
  /** @type {Set<WidgetCard>} */
  #cards = new Set();
  /** @type {import("./live-manager.js").LiveManager | undefined} */
  #manager;
  /** @type {(() => void) | undefined} */
  #leaveTicker;
  #count = 0;
  #options;

  /**
   * @param {object} options
   * @param {HTMLElement} options.list
   * @param {HTMLElement} options.emptyNote
   * @param {HTMLElement} options.afterLast where the focus goes when the last card is removed
   * @param {import("./key-label.js").KeyLabels} options.labels
   * @param {import("./ticker.js").Ticker} options.ticker
   * @param {() => void} options.onRead
   */
  constructor(options) {
    this.#options = options;
  }

  get isEmpty() {
    return this.#cards.size === 0;
  }

  /** @param {import("../../src/npm/index.js").TokenKey} key */
  add(key) {
    const { list, labels, onRead } = this.#options;
    this.#count += 1;
    const card = new WidgetCard({ key, number: this.#count, labels, onRead, onRemove: (gone) => this.#remove(gone) });
    this.#cards.add(card);
    list.append(card.element);
    if (this.#manager) card.mount(this.#manager.storyOf(key));
    onRead();
    this.#settle();
  }

  /** @param {import("./live-manager.js").LiveManager} manager */
  mountOn(manager) {
    this.#manager = manager;
    for (const card of this.#cards) card.mount(manager.storyOf(card.key));
    this.#settle();
  }

  freeze() {
    this.#manager = undefined;
    for (const card of this.#cards) card.freeze();
    this.#settle();
  }

  /** @param {WidgetCard} card */
  #remove(card) {
    const neighbour = card.element.nextElementSibling ?? card.element.previousElementSibling;
    this.#cards.delete(card);
    card.remove();
    this.#settle();
    // Whoever removed it by keyboard must not be thrown back to the top of the page.
    const next = neighbour?.querySelector('[data-act="remove"]') ?? this.#options.afterLast;
    /** @type {HTMLElement} */ (next).focus();
  }

  #settle() {
    this.#options.emptyNote.hidden = !this.isEmpty;
    const isAlive = this.#manager !== undefined && !this.isEmpty;
    if (isAlive) {
      this.#leaveTicker ??= this.#options.ticker.join((nowMs) => this.#frame(nowMs));
    } else {
      this.#leaveTicker?.();
      this.#leaveTicker = undefined;
    }
  }

  /** @param {number} nowMs */
  #frame(nowMs) {
    for (const card of this.#cards) card.frame(nowMs);
  }
}
