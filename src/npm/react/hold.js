/** What the mounted components of one key hold in common. */

/** @type {WeakMap<object, Hold>} by the key's source */
const holds = new WeakMap();

/**
 * Equal keys have one source and so one hold: a key that is written anew at each render does no harm.
 *
 * @param {import("../index.js").TokenManager} tokens
 * @param {import("../index.js").TokenKey} key
 */
export function holdOf(tokens, key) {
  // A server renders for many: its manager must not come to know a key for each of them.
  if (typeof document === "undefined") return new Hold(tokens, key);
  const source = tokens.source(key);
  const hold = holds.get(source) ?? new Hold(tokens, source.key, source);
  holds.set(source, hold);
  return hold;
}

/** @type {Set<Hold>} those of mounted components */
const mounted = new Set();

/**
 * The mounted hold whose token this is now.
 *
 * @param {unknown} token
 */
export const mountedHoldWith = (token) =>
  token === undefined ? undefined : [...mounted].find((hold) => hold.peek()?.token === token);

/**
 * The key's, if a component has ever used it.
 *
 * @param {import("../index.js").TokenManager} tokens
 * @param {import("../index.js").TokenKey} key
 */
export const knownHold = (tokens, key) => holds.get(tokens.source(key));

class Hold {
  #tokens;
  #known;
  #mounted = 0;
  /** @type {AbortController | undefined} there while anything is mounted */
  #controller;

  /**
   * @param {import("../index.js").TokenManager} tokens
   * @param {import("../index.js").TokenKey} key
   * @param {import("../index.js").TokenSource} [source] kept, because it is what this is found by
   */
  constructor(tokens, key, source) {
    this.#tokens = tokens;
    this.key = key;
    this.#known = source;
  }

  /** A component is there, until it calls what it is given. */
  begin = () => {
    this.#mounted++;
    mounted.add(this);
    this.#controller ??= new AbortController();
    return () => {
      this.#mounted--;
      // Not at once: in the same go, another with the same key may take its place.
      queueMicrotask(this.#end);
    };
  };

  /** Who still waits is told `aborted`: a widget that is gone must not keep a key retrying. */
  #end = () => {
    if (this.#mounted > 0) return;
    mounted.delete(this);
    this.#controller?.abort();
    this.#controller = undefined;
  };

  /**
   * Who asks when nothing is mounted is no widget, and waits no longer than anybody else.
   *
   * @param {import("../index.js").GetTokenOptions} [options]
   */
  getToken = (options) => {
    if (!this.#controller) return this.#tokens.getToken(this.key, options);
    return this.#source.getToken({ signal: this.#controller.signal, ...options });
  };

  /**
   * A refusal is news to those who were there. Whoever comes later asks again, if it is not fresh; thrown
   * to an error boundary before that, an old one would last for ever.
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
      // StrictMode mounts again in the same go, and the request must live on.
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
