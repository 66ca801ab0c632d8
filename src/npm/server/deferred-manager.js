/**
 * A manager for servers: until the first `getToken` it only records what it is passed. It compiles, fetches and
 * schedules nothing, because rendering a page needs none of it and some servers forbid it while they handle a
 * request. The first `getToken` creates the real manager, which makes all decisions: only listeners are validated
 * here, and other errors reject that call.
 */

import { TokenError } from "../token-error.js";
import { DeferredSource } from "./deferred-source.js";
import { listedKey } from "./listed-key.js";
import { requireFunction } from "./listener.js";

/** The most sources to keep for reuse: a server renders for many organizations. */
const MOST_SOURCES = 1_000;

export class DeferredManager {
  #make;
  /** @type {any} the real manager */
  #manager;
  /** @type {unknown[]} the user, if one was set */
  #user = [];
  #isDisposed = false;
  /** @type {Set<{ name: string, listener: Function, end?: () => void }>} */
  #listeners = new Set();
  /** @type {Map<string, DeferredSource>} in order of creation */
  #sources = new Map();

  /** @param {() => any} make creates the real manager */
  constructor(make) {
    this.#make = make;
  }

  /** Returns the real manager, created on the first call. */
  start() {
    if (this.#manager) return this.#manager;
    if (this.#isDisposed) throw new TokenError("disposed");
    const manager = this.#make();
    if (this.#user.length > 0) manager.setUser(...this.#user);
    for (const listening of this.#listeners) listening.end = manager.on(listening.name, listening.listener);
    this.#manager = manager;
    return manager;
  }

  /** @type {(key: any, options?: any) => Promise<string>} */
  async getToken(key, options) {
    const promise = this.start().getToken(key, options);
    const listed = listedKey(key);
    if (listed) this.#sources.get(listed.id)?.start();
    return promise;
  }

  /** @param {any} key */
  source(key) {
    const listed = listedKey(key);
    const known = listed && this.#sources.get(listed.id);
    if (known) return known;
    this.#manager?.source(key); // throws for an invalid key
    const source = new DeferredSource(this, listed?.key ?? key);
    if (listed) this.#keep(listed.id, source);
    return source;
  }

  /** @type {(id: string, source: DeferredSource) => void} */
  #keep(id, source) {
    if (this.#sources.size === MOST_SOURCES) {
      const [oldest] = this.#sources.keys();
      this.#sources.delete(oldest);
    }
    this.#sources.set(id, source);
  }

  /** @type {(name: string, listener: Function) => () => void} */
  on(name, listener) {
    if (this.#manager) return this.#manager.on(name, listener);
    requireFunction(listener);
    /** @type {{ name: string, listener: Function, end?: () => void }} */
    const listening = { name, listener };
    this.#listeners.add(listening);
    return () => {
      this.#listeners.delete(listening);
      listening.end?.();
    };
  }

  /** @param {unknown} user */
  setUser(user) {
    if (this.#manager) this.#manager.setUser(user);
    else this.#user = [user];
  }

  clear() {
    this.setUser(undefined);
  }

  stats() {
    return this.#manager?.stats() ?? { hits: 0, fetches: 0, coalesced: 0, retries: 0, failures: 0, entries: 0 };
  }

  inspect() {
    return this.#manager?.inspect() ?? [];
  }

  dispose() {
    this.#isDisposed = true;
    this.#listeners.clear();
    this.#manager?.dispose();
  }
}

if (Symbol.dispose) Object.assign(DeferredManager.prototype, { [Symbol.dispose]: DeferredManager.prototype.dispose });
