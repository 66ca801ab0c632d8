/** The most recently added times, in ascending order: a time before the last one counts as the last one. */
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
   * When one more fits into the window; 0 if it fits now.
   *
   * @param {number} windowMs
   */
  freeAtMs(windowMs) {
    return this.size < this.#most ? 0 : this.at(0) + windowMs;
  }

  /**
   * The number of times after a given time.
   *
   * @param {number} timeMs
   */
  countAfter(timeMs) {
    return this.size - firstAfter(timeMs, 0, this.size, (index) => this.at(index));
  }
}

/**
 * The index of the first of ascending times after a given time.
 *
 * @param {number} timeMs
 * @param {number} from
 * @param {number} until returned if there is none
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
