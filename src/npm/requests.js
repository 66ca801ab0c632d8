/** The requests to the token route: sent, ended, and what was said in them. */

import { holdsSecret, SECRET_HEADER } from "./options.js";
import { claimsOf, takeApart, timesOf } from "./reply.js";

/** Why a request was of no use: the numbers that `failed` in `src/exports/engine.rs` knows. */
const UNPREPARED = 0;
const SECRET = 1;
const OFFLINE = 2;
const UNREACHED = 3;
const UNINTERPRETED = 4;

/**
 * @typedef {object} Words what goes with an error, and is no business of the module's
 * @property {string} [description]
 * @property {unknown} [cause]
 */

export class Requests {
  #settings;
  #parts;
  /** @type {Map<number, AbortController>} */
  #controllers = new Map();
  /** @type {Map<number, Words & { serial: number }>} of each key's last request, if it failed */
  #words = new Map();

  /**
   * @param {import("./types.js").Settings} settings
   * @param {import("./types.js").Parts} parts
   */
  constructor(settings, parts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  /**
   * Sends a request, and reports what came of it, but never before this returns.
   *
   * @param {number} key
   * @param {number} serial
   */
  async send(key, serial) {
    const { endpoint, credentials, parseResponse } = this.#settings;
    const controller = new AbortController();
    this.#controllers.set(serial, controller);
    let reason = UNPREPARED;
    let status = 0;
    let description = /** @type {string | undefined} */ ("the headers or the body option failed");
    try {
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
      const { token, isUsable, isSecret, expiresIn, expiresAt, said, complaint } = takeApart(body, isJson);
      description = response.ok ? complaint : said;
      if (isSecret && response.ok) {
        reason = SECRET;
        status = Number(response.status);
        description = undefined;
        throw undefined;
      }
      if (controller.signal.aborted) return;
      const { exp = NaN, iat = NaN } = claimsOf(token);
      const times = timesOf(response.headers);
      const { engine } = this.#parts;
      this.#words.set(key, { serial, description });
      const speaksOfScope = /scope/.test(description ?? "");
      if (
        engine.replied(
          key,
          serial,
          Number(response.status),
          ...times,
          isUsable,
          exp,
          iat,
          expiresIn,
          expiresAt,
          speaksOfScope,
        )
      ) {
        this.#words.delete(key);
        this.#parts.source(key).take(/** @type {string} */ (token));
      }
      engine.turn();
    } catch (cause) {
      if (controller.signal.aborted) return;
      this.#words.set(key, { serial, description, cause });
      this.#parts.engine.failed(key, serial, reason, status);
    } finally {
      this.#controllers.delete(serial);
    }
  }

  /** @param {number} serial */
  abort(serial) {
    this.#controllers.get(serial)?.abort();
  }

  /**
   * What was said in a request, if nothing has been said about its key since.
   *
   * @param {number} key
   * @param {number} serial
   * @returns {Words}
   */
  wordsOf(key, serial) {
    const words = this.#words.get(key);
    return words?.serial === serial ? words : {};
  }

  /** Forgets what was said, and ends what is under way. */
  clear() {
    for (const controller of this.#controllers.values()) controller.abort();
    this.#words.clear();
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
