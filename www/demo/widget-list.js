import { WidgetCard } from "./widget-card.js";

/** The cards, and the manager that they are mounted on while there is one. */
export class WidgetList {
  /** @type {Set<WidgetCard>} */
  #cards = new Set();
  /** @type {import("../../src/npm/index.js").TokenManager | undefined} */
  #tokens;
  #count = 0;
  #options;

  /**
   * @param {object} options
   * @param {HTMLElement} options.list
   * @param {HTMLElement} options.emptyNote
   * @param {HTMLElement} options.afterLast where the focus goes when the last card is removed
   * @param {(key: import("../../src/npm/index.js").TokenKey) => string} options.organizationOf its name
   * @param {() => void} options.onRead
   */
  constructor(options) {
    this.#options = options;
  }

  /** @param {import("../../src/npm/index.js").TokenKey} key */
  add(key) {
    const { list, organizationOf, onRead } = this.#options;
    this.#count += 1;
    const onRemove = (/** @type {WidgetCard} */ gone) => this.#remove(gone);
    const card = new WidgetCard({ key, number: this.#count, organization: organizationOf(key), onRead, onRemove });
    this.#cards.add(card);
    list.append(card.element);
    if (this.#tokens) card.mount(this.#tokens.source(key));
    onRead();
    this.#settle();
  }

  /** @param {import("../../src/npm/index.js").TokenManager} tokens */
  mountOn(tokens) {
    this.#tokens = tokens;
    for (const card of this.#cards) card.mount(tokens.source(card.key));
    this.#settle();
  }

  freeze() {
    this.#tokens = undefined;
    for (const card of this.#cards) card.freeze();
  }

  /** Lets the token of every card be fetched, whatever is held. What comes of it, the snapshots tell. */
  fetchAgain() {
    const sources = new Set([...this.#cards].map(({ source }) => source));
    for (const source of sources) source?.getToken({ forceRefresh: true }).catch(() => {});
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
    const cards = [...this.#cards];
    this.#options.emptyNote.hidden = cards.length > 0;
    for (const card of cards) {
      if (card.source) card.share(cards.filter(({ source }) => source === card.source).length - 1);
    }
  }
}
