/** The files of docs/requests.md in a page, with an API that answers according to the received token. */

import { filesOf } from "../../documents/documents.js";
import { bundle } from "../frameworks/bundle.js";

const files = Object.fromEntries(filesOf("docs/requests.md"));

/** @param {string} entry a module that imports files of the document */
export const bundleRequests = (entry) => bundle(`import "/page.js";\n${entry}`, { extra: files });

/**
 * The servers that the document's files use: the token route, whose tokens are `token-1` and so on, and an API.
 *
 * @param {any} visit
 * @param {string} path of the API
 * @param {(token: string | undefined, number: number) => import("../package/route.js").Reply} [answer] by default
 * returns the received token
 */
export function serve({ site }, path, answer = (token) => ({ json: { token } })) {
  const route = site.addRoute("/api/widget-token");
  const api = site.addRoute(path);
  api.answer((/** @type {any} */ request, /** @type {number} */ number) => answer(tokenOf(request), number));
  return {
    route,
    api,
    /** The tokens that the API received, in order. */
    tokens: () => api.requests.map(tokenOf),
  };
}

/** @param {import("../package/route.js").Arrival} request */
const tokenOf = ({ headers }) => /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];

/** The API's reply to a token that it rejects. */
export const REJECTED = { status: 401, json: { message: "invalid token" } };

/** The browser logs each error status. */
export const troubles = /the server responded with a status of/;
