import assert from "node:assert/strict";

/** The stand-in's keys and organizations, by the names that the tests use. */
export { apiKeys, organizations } from "../../www/server/workos/directory.js";

/**
 * A user with a browser: keeps cookies, sends and reads JSON.
 *
 * @param {string} url of the app
 */
export function createVisitor(url) {
  /** @type {Map<string, string>} */
  const cookies = new Map();

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {RequestInit} [init]
   */
  async function send(method, path, body, init) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url + path, {
      method,
      headers: { Cookie: cookie, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      ...init,
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  }

  return {
    /** @param {string} path */
    get: (path) => send("GET", path),
    /** @param {string} path */
    delete: (path) => send("DELETE", path),
    /**
     * @param {string} path
     * @param {unknown} [body]
     * @param {RequestInit} [init]
     */
    post: (path, body, init) => send("POST", path, body, init),

    /** @param {string} user */
    async signIn(user) {
      const response = await send("POST", "/session", { user });
      assert.equal(response.status, 200);
    },
  };
}

/**
 * Requests a token from the stand-in, as a server does.
 *
 * @param {string} workosUrl
 * @param {unknown} body
 * @param {{ key?: string, signal?: AbortSignal }} [options]
 */
export function askWorkos(workosUrl, body, { key = "sk_test_local_opens_nothing_real", signal } = {}) {
  return fetch(`${workosUrl}/widgets/token`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
}
