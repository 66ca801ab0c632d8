/** The manager: the public class around the module. */

import { disposedEngine } from "./disposed-engine.js";
import { hostOf } from "./host.js";
import { Keys } from "./keys.js";
import { Leases } from "./leases.js";
import { instantiate } from "./module.js";
import { parseManagerOptions, parseReadOptions, parseUser } from "./options.js";
import { watchPage } from "./page.js";
import { Requests } from "./requests.js";
import { TokenSource } from "./source.js";
import { TokenError, typed } from "./token-error.js";

/** In the order of `tell` in `src/browser/host.rs`. */
const EVENTS = ["token", "retry", "error", "expired", "idle"];

/** What `Engine.read` answers when the token is at hand; any other number below zero is an error. */
const AT_HAND = -1;

/** The numbers that `Engine.clear` knows. */
const SIGN_OUT = 0;
const OTHER_USER = 1;
const DISPOSAL = 2;

export class TokenManager {
  /** @type {import("./types.js").Parts} what the parts of this manager share */
  #parts;
  #patienceMs;
  #user;
  /** @type {TokenSource[]} */
  #sources = [];
  /** @type {Map<number, { resolve: (token: any) => void, reject: (error: unknown) => void }>} */
  #calls = new Map();
  /** @type {Map<string, Set<(event: any) => void>>} */
  #listeners = new Map(EVENTS.map((name) => [name, new Set()]));
  #host;
  #leavePage;

  /** @param {unknown} options */
  constructor(options) {
    const settings = parseManagerOptions(options);
    const parts = /** @type {import("./types.js").Parts} */ ({
      source: this.#source.bind(this),
      read: this.#read.bind(this),
      settle: this.#settle.bind(this),
      emit: this.#emit.bind(this),
      tell,
    });
    parts.keys = new Keys(parts, settings.strict);
    parts.leases = new Leases();
    parts.requests = new Requests(settings, parts);
    this.#host = hostOf(parts);
    this.#parts = parts;
    this.#patienceMs = settings.waitTimeoutMs;
    this.#user = settings.user;
    parts.engine = instantiate(this.#host, (cause) => this.#trapped(cause));
    parts.engine.begin(
      settings.refreshLeadMs,
      settings.defaultLifetimeMs,
      settings.requestTimeoutMs,
      settings.retryBaseMs,
      settings.retryMaxMs,
      settings.idleAfterMs,
      settings.refreshWhileHidden,
      Math.random() * Number.MAX_SAFE_INTEGER,
    );
    parts.engine.stats();
    this.#leavePage = watchPage(new WeakRef(parts));
  }

  /**
   * @param {unknown} key
   * @param {unknown} [options]
   */
  getToken(key, options) {
    try {
      return this.source(key).read(options, this.#patienceMs);
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
      throw new TokenError("invalid_options", { description: `the events are ${EVENTS.join(", ")}` });
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
      this.#clear(parsed === undefined ? SIGN_OUT : OTHER_USER);
    }
  }

  clear() {
    this.#user = undefined;
    this.#clear(SIGN_OUT);
  }

  stats() {
    this.#parts.engine.stats();
    const { counts } = this.#parts;
    return { ...counts, hits: this.#sources.reduce((hits, source) => hits + (source?.hits ?? 0), counts.hits) };
  }

  dispose() {
    this.#parts.engine.stats();
    this.#clear(DISPOSAL);
    this.#end();
  }

  [Symbol.dispose ?? Symbol("dispose")]() {
    this.dispose();
  }

  /** @param {number} number */
  #source(number) {
    this.#sources[number] ??= new TokenSource(this.#parts, number);
    return this.#sources[number];
  }

  /** @param {number} reason */
  #clear(reason) {
    this.#parts.leases.end();
    for (const source of this.#sources) source?.drop();
    this.#parts.engine.clear(reason);
  }

  /** @param {unknown} [cause] */
  #end(cause) {
    this.#parts.engine = disposedEngine(cause);
    this.#leavePage?.();
    this.#host.disarm();
    this.#parts.leases.end();
    this.#parts.requests.clear();
    for (const source of this.#sources) source?.end();
  }

  /**
   * The module has failed, which must not happen. Nobody is left waiting.
   *
   * @param {unknown} cause
   */
  #trapped(cause) {
    const error = new TokenError("disposed", { cause, description: "the module failed" });
    this.#end(cause);
    for (const call of this.#calls.keys()) this.#settle(call, undefined, error);
    return error;
  }

  /**
   * @param {number} key
   * @param {unknown} options
   * @param {number} patienceMs
   * @returns {Promise<string>}
   */
  async #read(key, options, patienceMs) {
    try {
      return await this.#wait(key, parseReadOptions(options, patienceMs));
    } catch (error) {
      throw typed(error);
    }
  }

  /**
   * @param {number} key
   * @param {ReturnType<typeof parseReadOptions>} options
   * @returns {Promise<string>}
   */
  async #wait(key, { signal, forceRefresh, minValidityMs, waitTimeoutMs }) {
    const aborted = () => new TokenError("aborted", { key: this.#parts.keys.at(key), cause: signal?.reason });
    if (signal?.aborted) throw aborted();
    const { engine } = this.#parts;
    const answer = engine.read(key, forceRefresh, minValidityMs, waitTimeoutMs);
    if (answer < 0) {
      // Before the turn, in which a listener may do anything.
      const { error } = this.#parts;
      const { promise } = this.#source(key);
      engine.turn();
      if (answer !== AT_HAND) throw error;
      return promise;
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
   * @param {number} number
   * @param {object} event
   */
  #emit(number, event) {
    const listeners = /** @type {Set<(event: any) => void>} */ (this.#listeners.get(EVENTS[number]));
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
