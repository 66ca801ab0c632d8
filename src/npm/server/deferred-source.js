/** One key of a deferred manager: nobody has a token of it before somebody asks for one. */

import { throwLater } from "../pending.js";

export class DeferredSource {
  #manager;
  /** @type {any} the real one */
  #source;
  /** @type {Set<{ listener: Function, end?: () => void }>} */
  #subscriptions = new Set();

  /**
   * @param {import("./deferred-manager.js").DeferredManager} manager
   * @param {any} key
   */
  constructor(manager, key) {
    this.#manager = manager;
    this.key = key;
  }

  /** The real source, for somebody who asks for a token: those who subscribe are told of it from now on. */
  start() {
    if (this.#source) return this.#source;
    this.#source = this.#manager.start().source(this.key);
    for (const subscription of this.#subscriptions) subscription.end = this.#source.subscribe(subscription.listener);
    return this.#source;
  }

  /** Bound, because it is passed on alone. @type {(options?: any) => Promise<string>} */
  getToken = async (options) => this.start().getToken(options);

  peek() {
    return this.#source?.peek();
  }

  /** @param {Function} listener */
  subscribe(listener) {
    if (this.#source) return this.#source.subscribe(listener);
    /** @type {{ listener: Function, end?: () => void }} */
    const subscription = { listener };
    this.#subscriptions.add(subscription);
    try {
      listener(undefined);
    } catch (error) {
      throwLater(error);
    }
    return () => {
      this.#subscriptions.delete(subscription);
      subscription.end?.();
    };
  }

  /** @param {string} [rejectedToken] */
  invalidate(rejectedToken) {
    this.#source?.invalidate(rejectedToken);
  }
}
