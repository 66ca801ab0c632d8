/**
 * Warm reads that need no call into the module: it grants a lease and ends it, see
 * `src/exports/lease.rs`. Here a lease is looked at, and nothing is decided.
 */

/** The leases of one manager. */
export class Leases {
  /** A lease holds only in the round in which it was granted. */
  round = 0;
  /** @type {Map<unknown, Map<unknown, Lease>>} by what is written most: an organization and one scope */
  #written = new Map();

  endRound() {
    this.round++;
  }

  /** Has a key found that is written like this. @type {(organization: string, scope: string, lease: Lease) => void} */
  remember(organization, scope, lease) {
    const scopes = this.#written.get(organization) ?? new Map();
    this.#written.set(organization, scopes.set(scope, lease));
  }

  /** Gives a manager a `getToken` of its own, which looks here first. @param {any} manager */
  attachTo(manager) {
    const { getToken } = manager;
    manager.getToken = (/** @type {any} */ key, /** @type {any} */ options) =>
      (options === undefined && this.#find(key)?.take()) || getToken.call(manager, key, options);
  }

  /** @param {any} key */
  #find(key) {
    try {
      if (key.widgetSession === undefined) return this.#written.get(key.organizationId)?.get(key.widgetScope);
    } catch {
      // The module looks again, and says what is wrong.
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
  /** How many reads it has answered. */
  hits = 0;

  /** @param {Leases} leases */
  constructor(leases) {
    this.#leases = leases;
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
    this.hits++;
    return this.#promise;
  }

  /** Gives a source a `getToken` of its own, bound, because it is passed on alone. @param {any} source */
  attachTo(source) {
    const { getToken } = source;
    source.getToken = (/** @type {any} */ options) =>
      (options === undefined && this.take()) || getToken.call(source, options);
  }
}
