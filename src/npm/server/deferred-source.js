/** A source of a deferred manager: it has no token before the first `getToken`. */

import { throwLater } from "../pending.js";
import { requireFunction } from "./listener.js";

export class DeferredSource {
  #manager;
  /** @type {any} the real source */
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

  /** Returns the real source, created on the first call; existing subscribers are moved to it. */
  start() {
    if (this.#source) return this.#source;
    this.#source = this.#manager.start().source(this.key);
    for (const subscription of this.#subscriptions) subscription.end = this.#source.subscribe(subscription.listener);
    return this.#source;
  }

  /** Bound, because apps pass it on by itself. @type {(options?: any) => Promise<string>} */
  getToken = async (options) => this.start().getToken(options);

  peek() {
    return this.#source?.peek();
  }

  /** @param {Function} listener */
  subscribe(listener) {
    if (this.#source) return this.#source.subscribe(listener);
    requireFunction(listener);
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
