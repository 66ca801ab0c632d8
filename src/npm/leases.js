/**
 * The rounds in which leases hold. A lease is looked at by the wall clock alone, because
 * the monotonic one takes three times as long to read; and a wall clock that is set back
 * may show the same time twice. So one timer for all ends each round of leases.
 */

const ROUND_MS = 1000;

export class Leases {
  /** A lease holds only in the round in which it was taken. */
  round = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** The round in which a lease is taken. */
  take() {
    this.#timer ??= setTimeout(() => this.end(), ROUND_MS);
    return this.round;
  }

  /** Ends all leases. */
  end() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.round++;
  }
}
