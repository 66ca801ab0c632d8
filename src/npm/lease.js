/**
 * Warm reads without a call into the module. The module grants and ends leases, see
 * `src/exports/lease.rs`; this code only checks them.
 */

/** The leases of one manager. */
export class Leases {
  /** A lease is valid only in the round in which it was granted. */
  round = 0;
  /** The number of reads they have answered. */
  hits = 0;
  /** @type {Map<unknown, Map<unknown, Lease>>} by organization and scope: the most common form of a key */
  written = new Map();

  endRound() {
    this.round++;
  }

  /** Gives a manager its own `getToken`, which checks the lease first. @param {any} manager */
  attachTo(manager) {
    const { getToken } = manager;
    manager.getToken = (/** @type {any} */ key, /** @type {any} */ options) =>
      (options === undefined && this.#find(key)?.take()) || getToken.call(manager, key, options);
  }

  /** @param {any} key */
  #find(key) {
    try {
      // An unknown field is for the module to refuse.
      for (const name in key) {
        if (name !== "organizationId" && name !== "widgetScope" && name !== "widgetSession") return;
      }
      if (key.widgetSession === undefined) return this.written.get(key.organizationId)?.get(key.widgetScope);
    } catch {
      // The module reads the key again and reports the error.
    }
  }
}

/** The lease of one key. */
export class Lease {
  #leases;
  /** @type {Promise<string> | undefined} */
  #promise;
  #from = 0;
  #until = 0;
  #round = 0;

  /** @param {Leases} leases @param {any} key */
  constructor(leases, { organizationId, widgetScope, widgetSession }) {
    this.#leases = leases;
    if (widgetSession) return;
    const scopes = leases.written.get(organizationId) ?? new Map();
    leases.written.set(organizationId, scopes.set(widgetScope, this));
  }

  /** @type {(promise: Promise<string>, ms: number) => void} */
  grant(promise, ms) {
    this.#promise = promise;
    this.#from = Date.now();
    this.#until = this.#from + ms;
    this.#round = this.#leases.round;
  }

  end() {
    this.#promise = undefined;
  }

  take() {
    if (!this.#promise || this.#round !== this.#leases.round) return;
    const now = Date.now();
    if (now < this.#from || now >= this.#until) return;
    this.#leases.hits++;
    return this.#promise;
  }

  /** Gives a source its own bound `getToken`, because apps pass it on by itself. @param {any} source */
  attachTo(source) {
    const { getToken } = source;
    source.getToken = (/** @type {any} */ options) =>
      (options === undefined && this.take()) || getToken.call(source, options);
  }
}
