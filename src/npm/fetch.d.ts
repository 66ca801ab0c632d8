/**
 * Requests of your own with a token of the manager: a function that is used as `fetch` is, and that other clients
 * (ky, openapi-fetch, axios, GraphQL clients) take as their `fetch`.
 *
 * ```js
 * import { authorizedFetch } from "workos-widget-tokens/fetch";
 *
 * const fetchWithToken = authorizedFetch(tokens.source({ organizationId, widgetScope: "sso" }));
 * const response = await fetchWithToken("https://api.example.com/connections");
 * ```
 */

import type { TokenSource } from "./index.js";

/** What is used of a source. */
export type AuthorizedFetchSource = Pick<TokenSource, "getToken" | "peek" | "invalidate">;

/** Options of {@link authorizedFetch}. */
export interface AuthorizedFetchOptions {
  /** Sends the requests; it is given a `Request`. Default: the global `fetch`, looked up at each request. */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * Whether a reply says that its token was rejected; then the request is sent once more, with another token. To
   * read the body, read that of `response.clone()`. Default: the status is 401 or 403.
   */
  isRejected?: ((response: Response) => boolean | Promise<boolean>) | undefined;
  /**
   * How long to wait for a token while the token route fails, in milliseconds awake, before the request is given up.
   * While a valid token is at hand it is used as soon as fetching the next one has failed. Default: 30,000.
   */
  waitTimeoutMs?: number | undefined;
}

/**
 * Makes a `fetch` that sends a source's token as `Authorization: Bearer …`, whatever else the request's headers say.
 *
 * - When the token is rejected, that token is invalidated, so that a burst of rejections fetches one new token, and
 *   the request is sent once more. The second reply is the answer, whatever it is.
 * - When a new token is rejected as well, the rejection is taken to be about the request: until the next token,
 *   replies with that status are handed on as they are, and cost no token.
 * - The body is kept until the first reply is there: a stream is buffered as it is sent.
 *
 * It rejects as `fetch` does, an abort included; and with a `TokenError` if there is no token to be had.
 */
export function authorizedFetch(
  source: AuthorizedFetchSource,
  options?: AuthorizedFetchOptions,
): typeof globalThis.fetch;

/**
 * For `isRejected` of a GraphQL client: the status is 401 or 403, or one of `errors` has `extensions.code`
 * `UNAUTHENTICATED`, in any result of a batch (the whole batch is sent again). Only JSON is looked at.
 */
export function isGraphqlRejection(response: Response): Promise<boolean>;
