/** What the page calls a key: "Acme, sso". */
export class KeyLabels {
  /** @type {Map<string, string>} */
  #organizations = new Map();

  /** @param {import("./demo-server.js").Organization[]} organizations */
  learn(organizations) {
    for (const { id, name } of organizations) this.#organizations.set(id, name);
  }

  /** @param {import("../../src/npm/index.js").TokenKey} key */
  organization({ organizationId }) {
    return this.#organizations.get(organizationId) ?? organizationId;
  }

  /** @param {import("../../src/npm/index.js").TokenKey} key */
  scopes({ widgetScope }) {
    return [widgetScope].flat().join(", ");
  }

  /** @param {import("../../src/npm/index.js").TokenKey} key */
  label(key) {
    const session = key.widgetSession ? ` (${key.widgetSession})` : "";
    return `${this.organization(key)}, ${this.scopes(key)}${session}`;
  }
}

/**
 * A token cut so short that it opens nothing, and yet two can be told apart.
 *
 * @param {string} token
 */
export function shortToken(token) {
  return token.length > 20 ? `${token.slice(0, 10)}…${token.slice(-4)}` : "…";
}
