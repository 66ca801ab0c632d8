import { firstAfter } from "./times.js";

/** The slots and their holders, in order of time. */
export class Slots {
  /** @type {Map<string, number>} */
  #byHolder = new Map();
  /** Entries before `#head` are used up. @type {{ slotMs: number, holder: string }[]} */
  #queue = [];
  #head = 0;

  get size() {
    return this.#byHolder.size;
  }

  /** @param {string} holder */
  of(holder) {
    return this.#byHolder.get(holder);
  }

  /**
   * @param {string} holder without a slot
   * @param {number} slotMs
   */
  give(holder, slotMs) {
    this.#byHolder.set(holder, slotMs);
    this.#queue.splice(this.#firstAfter(slotMs), 0, { slotMs, holder });
  }

  /** @param {string} holder */
  take(holder) {
    const slotMs = this.#byHolder.get(holder);
    if (slotMs === undefined) return;
    this.#byHolder.delete(holder);
    let index = this.#firstAfter(slotMs) - 1;
    while (this.#queue[index].holder !== holder) index -= 1;
    // It is usually close to the head, so move the entries before it.
    this.#queue.copyWithin(this.#head + 1, this.#head, index);
    this.#leaveHead();
  }

  /**
   * Removes one slot that was due by then.
   *
   * @param {number} timeMs
   * @returns {boolean} whether there was one
   */
  takeBefore(timeMs) {
    const first = this.#queue[this.#head];
    if (!first || first.slotMs > timeMs) return false;
    this.#byHolder.delete(first.holder);
    this.#leaveHead();
    return true;
  }

  /**
   * The number of slots up to a time.
   *
   * @param {number} timeMs
   */
  countUntil(timeMs) {
    return this.#firstAfter(timeMs) - this.#head;
  }

  #leaveHead() {
    this.#head += 1;
    if (this.#head < 1_000 || this.#head < this.#queue.length / 2) return;
    this.#queue = this.#queue.slice(this.#head);
    this.#head = 0;
  }

  /** @param {number} timeMs */
  #firstAfter(timeMs) {
    return firstAfter(timeMs, this.#head, this.#queue.length, (index) => this.#queue[index].slotMs);
  }
}
