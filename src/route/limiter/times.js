/** The last so many times that were added, in ascending order: one before the last counts as the last. */
export class Times {
  #most;
  /** A ring. @type {number[]} */
  #times = [];
  #oldest = 0;

  /** @param {number} most */
  constructor(most) {
    this.#most = most;
  }

  get size() {
    return this.#times.length;
  }

  get last() {
    return this.size === 0 ? 0 : this.at(this.size - 1);
  }

  /** @param {number} givenMs */
  add(givenMs) {
    const timeMs = Math.max(givenMs, this.last);
    if (this.#times.length < this.#most) {
      this.#times.push(timeMs);
    } else {
      this.#times[this.#oldest] = timeMs;
      this.#oldest = (this.#oldest + 1) % this.#most;
    }
  }

  /** @param {number} index from the oldest */
  at(index) {
    return this.#times[(this.#oldest + index) % this.#times.length];
  }

  /**
   * When one more is no longer one too many in a window; 0 if it is not now.
   *
   * @param {number} windowMs
   */
  freeAtMs(windowMs) {
    return this.size < this.#most ? 0 : this.at(0) + windowMs;
  }

  /**
   * How many are later than a moment.
   *
   * @param {number} timeMs
   */
  countAfter(timeMs) {
    return this.size - firstAfter(timeMs, 0, this.size, (index) => this.at(index));
  }
}

/**
 * The first of ascending times that is later than a moment.
 *
 * @param {number} timeMs
 * @param {number} from
 * @param {number} until what is returned where none is
 * @param {(index: number) => number} at
 */
export function firstAfter(timeMs, from, until, at) {
  let low = from;
  let high = until;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(middle) > timeMs) high = middle;
    else low = middle + 1;
  }
  return low;
}
