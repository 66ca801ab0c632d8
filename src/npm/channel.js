/** The channel between the tabs of one user. It transmits lists of plain values, whose meaning only the module knows. */

export class TabChannel {
  #endpoint;
  #receive;
  /** @type {BroadcastChannel | undefined} */
  #port;

  /**
   * @param {number} endpoint a digest
   * @param {(...parts: any[]) => void} receive
   */
  constructor(endpoint, receive) {
    this.#endpoint = endpoint;
    this.#receive = receive;
  }

  /**
   * Joins the channel of a user instead of the previous one; returns false where there is none. Servers have
   * channels too, but no tabs.
   *
   * @param {number} user a digest; 0 is nobody
   */
  join(user) {
    // With the protocol's version: a tab that was opened before a deployment may run an older one.
    const name = `workos-widget-tokens 1 ${this.#endpoint} ${user}`;
    if (this.#port?.name === name) return true;
    this.#port?.close();
    this.#port = undefined;
    try {
      if (user && globalThis.location) {
        this.#port = new BroadcastChannel(name);
        this.#port.onmessage = ({ data }) => {
          // Any page of the origin may post anything: the module checks each part.
          if (Array.isArray(data)) this.#receive(...data.slice(0, 6));
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
      // The app replaced `BroadcastChannel`.
    }
  }
}
