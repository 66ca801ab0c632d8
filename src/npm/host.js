/** What the module asks of JavaScript: to send requests, and to tell of what happened. */

import { holdsSecret, SECRET_HEADER } from "./options.js";
import { claimsOf, takeApart, timesOf } from "./reply.js";
import { TokenError } from "./token-error.js";

/** Why a request brought no reply: the numbers that `Engine.failed` knows. */
const UNPREPARED = 0;
const SECRET = 1;
const OFFLINE = 2;
const UNREACHED = 3;
const UNINTERPRETED = 4;

export class Host {
  #settings;
  #parts;
  /** @type {Map<number, AbortController>} */
  #requests = new Map();

  /**
   * @param {import("./types.js").Settings} settings
   * @param {import("./types.js").Outlet} parts
   */
  constructor(settings, parts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  /**
   * Sends a request, and reports what came of it: always, and never before this returns.
   *
   * @param {number} key
   * @param {number} serial
   */
  async send(key, serial) {
    const { endpoint, credentials, parseResponse } = this.#settings;
    let reason = UNPREPARED;
    let description = /** @type {string | undefined} */ ("the headers or the body option failed");
    try {
      const controller = new AbortController();
      this.#requests.set(serial, controller);
      const headers = await this.#headers();
      if (holdsSecret(headers)) {
        reason = SECRET;
        description = SECRET_HEADER;
        throw undefined;
      }
      /** @type {RequestInit} */
      const request = {
        method: "POST",
        headers,
        body: this.#body(key),
        credentials,
        cache: "no-store",
        // Not followed: a redirect leads to a login page, and "error" would make it look
        // like a broken network, which is tried again for ever.
        redirect: "manual",
        signal: controller.signal,
      };
      reason = globalThis.navigator?.onLine === false ? OFFLINE : UNREACHED;
      description = undefined;
      const { fetch = globalThis.fetch } = this.#settings;
      const response = await fetch(endpoint, request);
      let body = await response.text();
      reason = UNINTERPRETED;
      description = "the route redirects, to a login page perhaps";
      if (response.type === "opaqueredirect") throw undefined;
      description = "the parseResponse option failed";
      let isJson = true;
      try {
        body = JSON.parse(body);
      } catch {
        isJson = false;
      }
      if (parseResponse && response.ok) {
        body = /** @type {any} */ (await parseResponse(body, response));
        isJson = true;
      }
      const { token, expiresIn, expiresAt, said, complaint } = takeApart(body, isJson);
      const { exp = NaN, iat = NaN } = claimsOf(token);
      const words = response.ok ? complaint : said;
      const times = timesOf(response.headers);
      const { status } = response;
      this.#parts.engine.replied(key, serial, status, ...times, token, exp, iat, expiresIn, expiresAt, words);
    } catch (cause) {
      this.#parts.engine.failed(key, serial, reason, description, cause);
    } finally {
      this.#requests.delete(serial);
    }
  }

  /** @param {number} serial */
  abort(serial) {
    this.#requests.get(serial)?.abort();
  }

  /**
   * @param {number} key
   * @param {Promise<string>} promise
   * @param {number} leaseMs
   */
  lease(key, promise, leaseMs) {
    this.#parts.source(key).lease(promise, leaseMs);
  }

  /**
   * @param {number} call
   * @param {string | undefined} token
   * @param {unknown} error
   */
  settle(call, token, error) {
    this.#parts.settle(call, token, error);
  }

  /** @param {number} key */
  notify(key) {
    this.#parts.notify(key);
  }

  /**
   * @param {string} name
   * @param {number} key
   * @param {unknown} error
   * @param {number | undefined} first
   * @param {number | undefined} second
   */
  emit(name, key, error, first, second) {
    this.#parts.source(key).endLease();
    const details = {
      token: { lifetimeMs: first, refreshInMs: second },
      retry: { attempt: first },
      error: { error, retryInMs: first },
    };
    this.#parts.emit(name, { key: this.#parts.keys.at(key), ...details[/** @type {"token"} */ (name)] });
  }

  /**
   * @param {any} code
   * @param {boolean} transient
   * @param {number | undefined} status
   * @param {string | undefined} description
   * @param {number | undefined} retryAfterMs
   * @param {number} attempts
   * @param {number | undefined} number
   * @param {unknown} cause
   */
  makeError(code, transient, status, description, retryAfterMs, attempts, number, cause) {
    const key = number === undefined ? number : this.#parts.keys.at(number);
    return new TokenError(code, { transient, status, description, retryAfterMs, attempts, key, cause });
  }

  async #headers() {
    const headers = new Headers(/** @type {HeadersInit} */ (await this.#settings.headers()));
    for (const name of ["accept", "content-type"]) {
      if (!headers.has(name)) headers.set(name, "application/json");
    }
    return headers;
  }

  /** @param {number} number */
  #body(number) {
    const key = this.#parts.keys.at(number);
    const { organizationId, widgetScope } = key;
    return JSON.stringify(this.#settings.body ? this.#settings.body(key) : { organizationId, widgetScope });
  }
}
