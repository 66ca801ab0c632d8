/** One key's token: what a widget is given. */

/** @type {Set<TokenSource>} those that somebody subscribes to, who need not keep them alive by other means */
const watched = new Set();

export class TokenSource {
  #parts;
  #number;
  /** @type {Set<(snapshot: any) => void>} */
  #listeners = new Set();
  #subscriptions = 0;
  /** @type {any} the snapshot that subscribers were last told of */
  #told;
  /** How many reads were answered from a lease. */
  hits = 0;
  /** @type {string | undefined} the token that was taken last; whether it is good is the module's to say */
  token;
  /** @type {Promise<string>} of it: every reader is given the same, so a warm read makes nothing new */
  promise = /** @type {any} */ (undefined);
  #leasedFrom = 0;
  #leasedUntil = 0;
  #leasedIn = -1;
  #revision = -1;
  /** @type {any} */
  #snapshot;

  /**
   * @param {import("./types.js").Parts} parts
   * @param {number} number
   */
  constructor(parts, number) {
    this.#parts = parts;
    this.#number = number;
    this.key = parts.keys.at(number);
    // Bound, because it is passed on alone: authToken={sso.getToken}.
    this.getToken = (/** @type {any} */ options) => this.read(options, Infinity);
  }

  /**
   * @param {any} options
   * @param {number} patienceMs
   * @returns {Promise<string>}
   */
  read(options, patienceMs) {
    if (options === undefined) {
      if (this.#isLeased()) {
        this.hits++;
        return this.promise;
      }
      if (this.#lease()) return this.promise;
    }
    return this.#parts.read(this.#number, options, patienceMs);
  }

  #lease() {
    try {
      const leaseMs = this.#parts.engine.lease(this.#number);
      if (!leaseMs) return false;
      this.#leasedFrom = Date.now();
      this.#leasedUntil = this.#leasedFrom + leaseMs;
      this.#leasedIn = this.#parts.leases.take();
      return true;
    } catch {
      // The module has failed; whoever asks next is told so.
      return false;
    }
  }

  /**
   * There is a new token.
   *
   * @param {string} token
   */
  take(token) {
    this.token = token;
    this.promise = Promise.resolve(token);
  }

  /** The manager is done with. */
  end() {
    watched.delete(this);
    this.drop();
  }

  /** There is none any more. */
  drop() {
    this.token = undefined;
    this.promise = /** @type {any} */ (undefined);
  }

  endLease() {
    this.#leasedIn = -1;
  }

  peek() {
    const { engine } = this.#parts;
    const revision = engine.revision(this.#number);
    if (revision !== this.#revision) {
      this.#revision = revision;
      this.#parts.shown = undefined;
      engine.snapshot(this.#number);
      this.#snapshot = this.#parts.shown;
    }
    return this.#snapshot;
  }

  /** @param {(snapshot: any) => void} listener */
  subscribe(listener) {
    // Counted, not looked up in the set: whoever subscribes from within must not do it twice.
    const isFirst = this.#subscriptions++ === 0;
    if (isFirst) {
      watched.add(this);
      this.#parts.engine.subscribe(this.#number);
    }
    // Two subscriptions of one function are two.
    const entry = (/** @type {any} */ snapshot) => listener(snapshot);
    this.#listeners.add(entry);
    const snapshot = this.peek();
    // To those who were here before, it may still be news.
    if (isFirst) this.#told = snapshot;
    this.#parts.tell(() => entry(snapshot));
    return () => {
      if (this.#listeners.delete(entry) && --this.#subscriptions === 0) {
        watched.delete(this);
        this.#parts.engine.unsubscribe(this.#number);
      }
    };
  }

  /** @param {string} [rejectedToken] */
  invalidate(rejectedToken) {
    this.endLease();
    if (rejectedToken === undefined || rejectedToken === this.token) this.#parts.engine.invalidate(this.#number);
  }

  #isLeased() {
    if (this.#leasedIn !== this.#parts.leases.round) return false;
    const now = Date.now();
    return now < this.#leasedUntil && now >= this.#leasedFrom;
  }

  /** Tells the subscribers that something has changed. */
  notify() {
    const snapshot = this.peek();
    if (snapshot === this.#told) return;
    this.#told = snapshot;
    for (const listener of [...this.#listeners]) {
      // One of them may have ended another.
      if (this.#listeners.has(listener)) this.#parts.tell(() => listener(snapshot));
    }
  }
}
