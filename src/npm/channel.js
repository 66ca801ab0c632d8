/** The channel between the tabs of one user: it carries lists of plain values, and knows nothing of their meaning. */

export class TabChannel {
  #endpoint;
  #hear;
  /** @type {BroadcastChannel | undefined} */
  #port;

  /**
   * @param {number} endpoint a digest
   * @param {(...parts: any[]) => void} hear
   */
  constructor(endpoint, hear) {
    this.#endpoint = endpoint;
    this.#hear = hear;
  }

  /**
   * Leaves the channel of one user for that of another; false where there is none. Servers have channels too, but
   * no tabs.
   *
   * @param {number} user a digest; 0 is nobody
   */
  join(user) {
    // With the version of what is said: a tab that was opened before a deploy may run an older one.
    const name = `workos-widget-tokens 1 ${this.#endpoint} ${user}`;
    if (this.#port?.name === name) return true;
    this.#port?.close();
    this.#port = undefined;
    try {
      if (user && globalThis.location) {
        this.#port = new BroadcastChannel(name);
        this.#port.onmessage = ({ data }) => {
          // Any page of the origin may post anything: the module checks each part.
          const [kind, key, number, leftMs, lifeMs, token] = Array.isArray(data) ? data : [];
          this.#hear(kind, key, number, leftMs, lifeMs, token);
        };
      }
    } catch {
      // Opaque origins, and browsers without channels.
    }
    return !!this.#port;
  }

  /** @param {unknown[]} parts */
  post(...parts) {
    try {
      this.#port?.postMessage(parts);
    } catch {
      // The page has put something else in its place.
    }
  }
}
