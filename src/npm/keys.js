/** Keys as the app writes them, and the numbers that the module knows them by. */

import { TokenError, typed } from "./token-error.js";

/** No identifier of WorkOS comes near this; a longer one is a mistake or an attack. */
const ORGANIZATION = /^org_[\w:-]{1,256}$/;
/** The four of the API that takes words; or one of the names of the real products. */
const SCOPE = /^(sso|dsync|audit_logs|log_streams|widgets:[\w:-]{1,256})$/;
/** Any text without control characters, so that a canonical key can be written with them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const PLAIN = /^[^\0-\x1f\x7f]{1,256}$/;

export class Keys {
  /** @type {Map<string, Map<string, number>>} the number of what the app wrote, by its two parts */
  #written = new Map();
  /** @type {Map<string, Map<unknown, number>>} the same of what is written most: one scope, no session */
  #plain = new Map();
  /** @type {Map<string, number>} the number of a canonical key, written as a text */
  #numbers = new Map();
  /** @type {import("./index.js").TokenKey[]} the canonical key of each number */
  #keys = [];
  #parts;
  #organization;
  #scope;

  /**
   * @param {import("./types.js").Parts} parts
   * @param {boolean} isStrict whether a key must look like those of WorkOS
   */
  constructor(parts, isStrict) {
    this.#parts = parts;
    this.#organization = isStrict ? ORGANIZATION : PLAIN;
    this.#scope = isStrict ? SCOPE : PLAIN;
  }

  /**
   * The number of a key: equal keys have the same.
   *
   * @param {any} key
   * @returns {number}
   */
  number(key) {
    try {
      return this.#number(key);
    } catch (error) {
      throw typed(error);
    }
  }

  /** @param {any} key */
  #number(key) {
    const { organizationId, widgetScope, widgetSession } = key ?? {};
    // What is found here has been checked before.
    const seen = widgetSession === undefined ? this.#plain.get(organizationId)?.get(widgetScope) : undefined;
    if (seen !== undefined) return seen;
    if (!isText(organizationId)) {
      throw refuse("invalid_request", "a key is { organizationId, widgetScope }, and organizationId is a text");
    }
    if (!(Array.isArray(widgetScope) ? widgetScope.every(isLine) : isLine(widgetScope))) {
      throw refuse("invalid_scope", "widgetScope is a text, or an array of texts");
    }
    if (widgetSession !== undefined && !isText(widgetSession)) {
      throw refuse("invalid_request", "widgetSession is a text");
    }
    const scopes = isText(widgetScope) ? widgetScope : widgetScope.join("\n");
    const rest = widgetSession === undefined ? scopes : `${scopes}\t${widgetSession}`;
    const written = rest === widgetScope ? this.#plain : this.#written;
    const known = written.get(organizationId)?.get(rest);
    if (known !== undefined) return known;
    const number = this.#add(organizationId, scopes.split("\n"), widgetSession);
    const siblings = written.get(organizationId) ?? new Map();
    written.set(organizationId, siblings.set(rest, number));
    return number;
  }

  /**
   * The key of a number.
   *
   * @param {number} number
   */
  at(number) {
    return this.#keys[number];
  }

  /**
   * @param {string} organizationId
   * @param {string[]} scopes
   * @param {string | undefined} widgetSession
   */
  #add(organizationId, scopes, widgetSession) {
    if (!this.#organization.test(organizationId)) {
      throw refuse("invalid_request", "organizationId is not that of a WorkOS organization, org_…");
    }
    if (!scopes.every((scope) => this.#scope.test(scope))) {
      throw refuse("invalid_scope", "widgetScope is none of sso, dsync, audit_logs, log_streams, widgets:…");
    }
    if (widgetSession !== undefined && !PLAIN.test(widgetSession)) {
      throw refuse("invalid_request", "widgetSession is not a text of 1 to 256 plain characters");
    }
    const sorted = /** @type {any[]} */ ([...new Set(scopes)].sort());
    const text = JSON.stringify([organizationId, sorted, widgetSession]);
    const number = this.#numbers.get(text) ?? this.#parts.engine.key();
    this.#numbers.set(text, number);
    this.#keys[number] ??= Object.freeze({
      organizationId,
      widgetScope: sorted.length === 1 ? sorted[0] : Object.freeze(sorted),
      ...(widgetSession && { widgetSession }),
    });
    return number;
  }
}

/** @param {any} value */
const isText = (value) => typeof value === "string";

/** @param {any} scope no scope holds what its parts are joined by */
const isLine = (scope) => isText(scope) && !scope.includes("\n") && !scope.includes("\t");

/**
 * @param {"invalid_request" | "invalid_scope"} code
 * @param {string} description
 */
const refuse = (code, description) => new TokenError(code, { description });
