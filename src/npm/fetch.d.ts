/**
 * Sends your own requests with a token of the manager. Use it like `fetch`, or pass it as the `fetch` of another
 * client (ky, openapi-fetch, axios, GraphQL clients).
 *
 * ```js
 * import { authorizedFetch } from "workos-widget-tokens/fetch";
 *
 * const fetchWithToken = authorizedFetch(tokens.source({ organizationId, widgetScope: "sso" }));
 * const response = await fetchWithToken("https://api.example.com/connections");
 * ```
 */

import type { TokenSource } from "./index.js";

/** The part of a {@link TokenSource} that is used. */
export type AuthorizedFetchSource = Pick<TokenSource, "getToken" | "peek" | "invalidate">;

/** Options of {@link authorizedFetch}. */
export interface AuthorizedFetchOptions {
  /** Sends the requests; receives a `Request`. Default: the global `fetch`, looked up for each request. */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * Whether a response means that its token was rejected; then the request is sent once more with a new token. To
   * read the body, use `response.clone()`. Default: the status is 401 or 403.
   */
  isRejected?: ((response: Response) => boolean | Promise<boolean>) | undefined;
  /**
   * How long to wait for a token while the token route fails, in milliseconds, not counting sleep, before the
   * request rejects. A token that is still valid is used as soon as fetching the next one fails. Default: 30,000.
   */
  waitTimeoutMs?: number | undefined;
}

/**
 * Creates a `fetch` that sends a source's token as `Authorization: Bearer …`, replacing any such header.
 *
 * - When a token is rejected, it is invalidated and the request is sent once more with a new one; a burst of
 *   rejections fetches one new token. The second response is returned, whatever it is.
 * - When the new token is rejected too, the rejection is assumed to concern the request: until the next token,
 *   responses with that status are returned as they are and fetch no token.
 * - The body is kept until the first response arrives: a stream is buffered while it is sent.
 *
 * Rejects as `fetch` does, also when aborted, and with a `TokenError` if there is no token.
 */
export function authorizedFetch(
  source: AuthorizedFetchSource,
  options?: AuthorizedFetchOptions,
): typeof globalThis.fetch;

/**
 * An `isRejected` for GraphQL: true if the status is 401 or 403, or if one of `errors` has the `extensions.code`
 * `UNAUTHENTICATED`, in any result of a batch (the whole batch is sent again). Reads only JSON.
 */
export function isGraphqlRejection(response: Response): Promise<boolean>;
