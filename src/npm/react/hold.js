/** The state that all mounted components of one key share. */

/** @type {WeakMap<object, Hold>} by the key's source */
const holds = new WeakMap();

/**
 * Equal keys share one source and so one hold: a new key object on each render does no harm.
 *
 * @param {import("../index.js").TokenManager} tokens
 * @param {import("../index.js").TokenKey} key
 */
export function holdOf(tokens, key) {
  // A server renders for many users: its manager must not accumulate their keys.
  if (typeof document === "undefined") return new Hold(tokens, key);
  const source = tokens.source(key);
  const hold = holds.get(source) ?? new Hold(tokens, source.key, source);
  holds.set(source, hold);
  return hold;
}

/** @type {Set<Hold>} the holds of mounted components */
const mounted = new Set();

/**
 * The mounted hold that currently has this token.
 *
 * @param {unknown} token
 */
export const mountedHoldWith = (token) =>
  token === undefined ? undefined : [...mounted].find((hold) => hold.peek()?.token === token);

/**
 * The key's hold, if a component has ever used the key.
 *
 * @param {import("../index.js").TokenManager} tokens
 * @param {import("../index.js").TokenKey} key
 */
export const knownHold = (tokens, key) => holds.get(tokens.source(key));

class Hold {
  #tokens;
  #known;
  #mounted = 0;
  /** @type {AbortController | undefined} set while a component is mounted */
  #controller;

  /**
   * @param {import("../index.js").TokenManager} tokens
   * @param {import("../index.js").TokenKey} key
   * @param {import("../index.js").TokenSource} [source] kept alive, because `holds` is keyed by it
   */
  constructor(tokens, key, source) {
    this.#tokens = tokens;
    this.key = key;
    this.#known = source;
  }

  /** Registers a mounted component; returns the function for its unmount. */
  begin = () => {
    this.#mounted++;
    mounted.add(this);
    this.#controller ??= new AbortController();
    return () => {
      this.#mounted--;
      // Deferred: another component with the same key may mount in the same commit.
      queueMicrotask(this.#end);
    };
  };

  /** Rejects waiting callers with `aborted`: an unmounted widget must not keep a key retrying. */
  #end = () => {
    if (this.#mounted > 0) return;
    mounted.delete(this);
    this.#controller?.abort();
    this.#controller = undefined;
  };

  /**
   * Without a mounted component the caller is not a widget, so the usual wait limit applies.
   *
   * @param {import("../index.js").GetTokenOptions} [options]
   */
  getToken = (options) => {
    if (!this.#controller) return this.#tokens.getToken(this.key, options);
    return this.#source.getToken({ signal: this.#controller.signal, ...options });
  };

  /**
   * Hides a terminal error from before the first mount: mounting fetches again, and an old error thrown
   * to an error boundary would never go away.
   */
  peek = () => {
    const snapshot = this.#source.peek();
    const isOld = this.#mounted === 0 && snapshot?.status === "failed" && !snapshot.token;
    return isOld ? undefined : snapshot;
  };

  /** @param {() => void} listener */
  subscribe = (listener) => {
    const unsubscribe = this.#source.subscribe(listener);
    return () => {
      if (this.#mounted === 0) unsubscribe();
      // StrictMode mounts again immediately, and the request must not be aborted.
      else queueMicrotask(unsubscribe);
    };
  };

  get isMounted() {
    return mounted.has(this);
  }

  get #source() {
    return this.#known ?? this.#tokens.source(this.key);
  }
}
