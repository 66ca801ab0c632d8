/** Keys as the app writes them, and the numbers that the module knows them by. */

import { TokenError } from "./token-error.js";

export class Keys {
  /** @type {Map<string, Map<string, number>>} the number of what the app wrote, by its two parts */
  #numbers = new Map();
  /** @type {import("./index.js").TokenKey[]} the canonical key of each number */
  #keys = [];
  #parts;

  /** @param {import("./types.js").Outlet} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * The number of a key: equal keys have the same.
   *
   * @param {any} key
   * @returns {number}
   */
  number(key) {
    const { organizationId, widgetScope, widgetSession } = parse(key);
    const scopes = typeof widgetScope === "string" ? widgetScope : widgetScope.join("\n");
    const rest = widgetSession === undefined ? scopes : `${scopes}\t${widgetSession}`;
    return this.#numbers.get(organizationId)?.get(rest) ?? this.#add(organizationId, scopes, widgetSession, rest);
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
   * @param {string} scopes
   * @param {string | undefined} widgetSession
   * @param {string} rest
   */
  #add(organizationId, scopes, widgetSession, rest) {
    const number = this.#parts.engine.key(organizationId, scopes, widgetSession);
    const siblings = this.#numbers.get(organizationId) ?? new Map();
    this.#numbers.set(organizationId, siblings.set(rest, number));
    this.#keys[number] ??= canonical(organizationId, scopes, widgetSession);
    return number;
  }
}

/** @param {any} key */
function parse(key) {
  const { organizationId, widgetScope, widgetSession } = key ?? {};
  const isText = (/** @type {any} */ text) => typeof text === "string";
  if (!isText(organizationId)) {
    throw refuse("invalid_request", "a key is { organizationId, widgetScope }, and organizationId is a text");
  }
  // No scope holds a line break, so that several can be passed on as lines.
  const isScope = (/** @type {any} */ scope) => isText(scope) && !scope.includes("\n");
  if (!(Array.isArray(widgetScope) ? widgetScope.every(isScope) : isScope(widgetScope))) {
    throw refuse("invalid_scope", "widgetScope is a text, or an array of texts");
  }
  if (widgetSession !== undefined && !isText(widgetSession)) {
    throw refuse("invalid_request", "widgetSession is a text");
  }
  return { organizationId, widgetScope, widgetSession };
}

/**
 * One scope is a text and several are an array, sorted, as the module has them.
 *
 * @param {string} organizationId
 * @param {string} lines
 * @param {string | undefined} widgetSession
 * @returns {import("./index.js").TokenKey}
 */
function canonical(organizationId, lines, widgetSession) {
  const scopes = /** @type {any[]} */ ([...new Set(lines.split("\n"))].sort());
  const widgetScope = scopes.length === 1 ? scopes[0] : Object.freeze(scopes);
  return Object.freeze({ organizationId, widgetScope, ...(widgetSession && { widgetSession }) });
}

/**
 * @param {"invalid_request" | "invalid_scope"} code
 * @param {string} description
 */
const refuse = (code, description) => new TokenError(code, { description });
