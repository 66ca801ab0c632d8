/** The entry for the app's own requests with a token. It uses only the public API. */

import { isRejectedStatus } from "./rejections.js";

export { isGraphqlRejection } from "./rejections.js";

/**
 * @param {import("../fetch.js").AuthorizedFetchSource} source
 * @param {import("../fetch.js").AuthorizedFetchOptions} [options]
 * @returns {typeof globalThis.fetch}
 */
export function authorizedFetch(source, { fetch, isRejected = isRejectedStatus, waitTimeoutMs = 30_000 } = {}) {
  /**
   * The last new token that was rejected like the one before it: the rejection concerns the request, not the token.
   *
   * @type {{ fetchedAt?: number, status?: number }}
   */
  let settled = {};

  /** @param {AbortSignal} signal */
  const getToken = (signal) =>
    source.getToken({ signal, waitTimeoutMs }).catch((error) => {
      // Like fetch, rejects with the abort's reason.
      throw signal.aborted ? (signal.reason ?? error) : error;
    });

  /** When a token was fetched, if it is the current one. @param {string} token */
  const fetchedAt = (token) => {
    const snapshot = source.peek();
    return snapshot?.token === token ? snapshot.fetchedAt : undefined;
  };

  return async (input, init) => {
    const request = new Request(input, init);
    /** @param {Request} sent @param {string} token */
    const send = (sent, token) => {
      sent.headers.set("Authorization", `Bearer ${token}`);
      return (fetch ?? globalThis.fetch)(sent, platformOptions(init));
    };

    const token = await getToken(request.signal);
    const response = await send(request.clone(), token);
    if (!(await isRejected(response))) return response;
    if (settled.status === response.status && settled.fetchedAt && settled.fetchedAt === fetchedAt(token))
      return response;

    source.invalidate(token);
    // The body is not read; free its connection.
    response.body?.cancel().catch(() => {});
    const next = await getToken(request.signal);
    const second = await send(request, next);
    if (await isRejected(second)) settled = { fetchedAt: fetchedAt(next), status: second.status };
    return second;
  };
}

/**
 * The options that a `Request` does not keep: those of a platform, such as Node's `dispatcher` or Next.js' `next`.
 *
 * @param {any} [init]
 * @returns {RequestInit}
 */
const platformOptions = (init) => {
  const { body, duplex, headers, method, signal, ...options } = init ?? {};
  return options;
};
