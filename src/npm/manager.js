/** The manager: the public class around the module. */

import { disposedEngine } from "./disposed-engine.js";
import { Host } from "./host.js";
import { Keys } from "./keys.js";
import { Leases } from "./leases.js";
import { parseManagerOptions, parseReadOptions, parseUser } from "./options.js";
import { TokenSource } from "./source.js";
import { TokenError } from "./token-error.js";

const EVENTS = ["token", "retry", "error", "expired", "idle"];

export class TokenManager {
  /** @type {import("./types.js").Outlet} what the parts of this manager share */
  #parts;
  #patienceMs;
  #user;
  /** @type {TokenSource[]} */
  #sources = [];
  /** @type {Map<number, { resolve: (token: any) => void, reject: (error: unknown) => void }>} */
  #calls = new Map();
  /** @type {Map<string, Set<(event: any) => void>>} */
  #listeners = new Map(EVENTS.map((name) => [name, new Set()]));

  /**
   * @param {new (...args: any[]) => import("./types.js").Engine} Engine
   * @param {unknown} options
   */
  constructor(Engine, options) {
    const settings = parseManagerOptions(options);
    const parts = /** @type {import("./types.js").Outlet} */ ({
      source: this.#source.bind(this),
      read: this.#read.bind(this),
      settle: this.#settle.bind(this),
      notify: (key) => this.#sources[key]?.notify(),
      emit: this.#emit.bind(this),
      tell,
    });
    parts.keys = new Keys(parts);
    parts.leases = new Leases();
    parts.engine = new Engine(
      new Host(settings, parts),
      settings.strict,
      settings.refreshLeadMs,
      settings.defaultLifetimeMs,
      settings.requestTimeoutMs,
      settings.retryBaseMs,
      settings.retryMaxMs,
      settings.idleAfterMs ?? NaN,
      settings.refreshWhileHidden,
    );
    this.#parts = parts;
    this.#patienceMs = settings.waitTimeoutMs;
    this.#user = settings.user;
  }

  /**
   * @param {unknown} key
   * @param {unknown} [options]
   */
  getToken(key, options) {
    try {
      return this.#source(this.#parts.keys.number(key)).read(options, this.#patienceMs);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** @param {unknown} key */
  source(key) {
    return this.#source(this.#parts.keys.number(key));
  }

  /**
   * @param {string} name
   * @param {(event: any) => void} listener
   */
  on(name, listener) {
    const listeners = this.#listeners.get(name);
    if (!listeners) {
      throw new TokenError("invalid_options", { description: `there is no event ${name}: ${EVENTS.join(", ")}` });
    }
    // The same function registered twice is called twice.
    const entry = (/** @type {any} */ event) => listener(event);
    listeners.add(entry);
    return () => {
      listeners.delete(entry);
    };
  }

  /** @param {unknown} user */
  setUser(user) {
    const parsed = parseUser(user);
    if (parsed !== this.#user) {
      this.#user = parsed;
      this.#clear(parsed !== undefined);
    }
  }

  clear() {
    this.#user = undefined;
    this.#clear(false);
  }

  stats() {
    const stats = this.#parts.engine.stats();
    for (const source of this.#sources) stats.hits += source?.hits ?? 0;
    return stats;
  }

  dispose() {
    const { engine } = this.#parts;
    const stats = this.stats();
    this.#parts.leases.end();
    engine.dispose();
    this.#parts.engine = disposedEngine(stats);
    // Not at once: it may be the module that called whoever calls this.
    queueMicrotask(() => engine.free());
  }

  [Symbol.dispose ?? Symbol("dispose")]() {
    this.dispose();
  }

  /** @param {number} number */
  #source(number) {
    this.#sources[number] ??= new TokenSource(this.#parts, number);
    return this.#sources[number];
  }

  /** @param {boolean} forAnotherUser */
  #clear(forAnotherUser) {
    this.#parts.leases.end();
    this.#parts.engine.clear(forAnotherUser);
  }

  /**
   * @param {number} key
   * @param {unknown} options
   * @param {number} patienceMs
   * @returns {Promise<string>}
   */
  async #read(key, options, patienceMs) {
    const { signal, forceRefresh, minValidityMs, waitTimeoutMs } = parseReadOptions(options, patienceMs);
    const aborted = () => new TokenError("aborted", { key: this.#parts.keys.at(key), cause: signal?.reason });
    if (signal?.aborted) throw aborted();
    const { engine } = this.#parts;
    const answer = engine.read(key, forceRefresh, minValidityMs, waitTimeoutMs);
    if (typeof answer !== "number") {
      engine.turn();
      return answer;
    }
    let abort = () => {};
    try {
      return await new Promise((resolve, reject) => {
        this.#calls.set(answer, { resolve, reject });
        abort = () => {
          this.#settle(answer, undefined, aborted());
          this.#parts.engine.abort(key, answer);
        };
        signal?.addEventListener("abort", abort);
        engine.turn();
      });
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /**
   * @param {number} call
   * @param {string | undefined} token
   * @param {unknown} error
   */
  #settle(call, token, error) {
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    if (error === undefined) waiting?.resolve(token);
    else waiting?.reject(error);
  }

  /**
   * @param {string} name
   * @param {object} event
   */
  #emit(name, event) {
    const listeners = /** @type {Set<(event: any) => void>} */ (this.#listeners.get(name));
    for (const listener of [...listeners]) {
      // One of them may have ended another.
      if (listeners.has(listener)) tell(() => listener(event));
    }
  }
}

/**
 * Calls a listener. What it throws is the app's, and reaches the app's own handlers.
 *
 * @param {() => void} listener
 */
function tell(listener) {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
