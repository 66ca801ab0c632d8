/** A component's hold on a source, for as long as it is mounted. */

export class Mount {
  #tokens;
  /** @type {AbortController | undefined} */
  #controller;

  /**
   * @param {import("../index.js").TokenManager} tokens
   * @param {import("../index.js").TokenKey} key
   */
  constructor(tokens, key) {
    this.#tokens = tokens;
    this.key = key;
  }

  get #source() {
    return this.#tokens.source(this.key);
  }

  /** @returns {() => void} */
  begin = () => {
    const controller = new AbortController();
    this.#controller = controller;
    return () => {
      this.#controller = undefined;
      controller.abort();
    };
  };

  /**
   * Who still waits when the component goes is told `aborted`: a widget that is gone must not keep a
   * key retrying. Who asks later is no widget, and waits no longer than anybody else.
   *
   * @param {import("../index.js").GetTokenOptions} [options]
   */
  getToken = (options) => {
    if (!this.#controller) return this.#tokens.getToken(this.key, options);
    return this.#source.getToken({ signal: this.#controller.signal, ...options });
  };

  peek = () => this.#source.peek();

  /** @param {() => void} listener */
  subscribe = (listener) => {
    const unsubscribe = this.#source.subscribe(listener);
    // Not at once: StrictMode unmounts and mounts again in one go, and the request must live on.
    return () => queueMicrotask(unsubscribe);
  };
}
