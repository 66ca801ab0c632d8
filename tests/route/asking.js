/** A token route in this process, and requests to it. */

import assert from "node:assert/strict";
import { createTokenRoute } from "../../src/route/index.js";
import { apiKeys, organizations } from "../../www/server/workos/directory.js";
import { people } from "../../www/server/workos/people.js";

export const OWN_ORIGIN = "https://app.example";
export const ORGANIZATION = organizations.acme.id;
export const SECRET = apiKeys.test.secret;
export const ADA = { userId: people.ada.id, organizationIds: [ORGANIZATION] };
export const WANTED = { organizationId: ORGANIZATION, widgetScope: "sso" };

/**
 * A route for Ada, who is signed in. `fetch` stands in for WorkOS, and refuses by default.
 *
 * @param {Partial<import("../../src/route/index.js").TokenRouteOptions>} [options]
 */
export function routeFor(options = {}) {
  /** @type {import("../../src/route/index.js").TokenRouteError[]} */
  const errors = [];
  /** @type {{ url: string, init: RequestInit, body: any }[]} */
  const asked = [];
  const { fetch: answer = granting("widget_token"), ...others } = options;
  const route = createTokenRoute({
    workos: SECRET,
    authenticate: () => ADA,
    scopes: { sso: "widgets:sso:manage", dsync: "widgets:dsync:manage" },
    onError: (error) => errors.push(error),
    fetch: async (url, init = {}) => {
      asked.push({ url: String(url), init, body: JSON.parse(String(init.body)) });
      return answer(url, init);
    },
    ...others,
  });
  return { route, errors, asked };
}

/**
 * @param {unknown} token
 * @param {object} [more]
 * @returns {typeof fetch}
 */
export const granting =
  (token, more = {}) =>
  async () =>
    Response.json({ token, ...more });

/**
 * What the manager sends in a page of the route's own origin.
 *
 * @param {object} [changes]
 * @param {unknown} [changes.body]
 * @param {string} [changes.method]
 * @param {Record<string, string | undefined>} [changes.headers] undefined leaves one out
 */
export function tokenRequest({ body = WANTED, method = "POST", headers = {} } = {}) {
  const all = { "Content-Type": "application/json", Origin: OWN_ORIGIN, "Sec-Fetch-Site": "same-origin", ...headers };
  const given = Object.entries(all).filter(
    /** @returns {entry is [string, string]} */ (entry) => entry[1] !== undefined,
  );
  const hasBody = method !== "GET" && method !== "HEAD";
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Request(`${OWN_ORIGIN}/api/widget-token`, { method, headers: given, ...(hasBody && { body: text }) });
}

/**
 * @param {Response} response
 * @param {number} status
 * @param {string} error
 * @returns {Promise<any>} the body
 */
export async function assertRefused(response, status, error) {
  const body = await response.json();
  assert.deepEqual({ status: response.status, error: body.error }, { status, error });
  assert.equal(typeof body.error_description, "string");
  assert.equal(response.headers.get("Cache-Control"), "no-store");
  assert.match(String(response.headers.get("Content-Type")), /^application\/json/);
  return body;
}
