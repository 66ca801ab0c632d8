/**
 * Hands every WorkOS widget component a valid access token, always.
 *
 * ```js
 * import { createTokenManager } from "workos-widget-tokens";
 *
 * const tokens = createTokenManager({ endpoint: "/api/widget-token" });
 * const sso = tokens.source({ organizationId: "org_…", widgetScope: "sso" });
 * // <AdminPortalSsoConnection authToken={sso.getToken} />
 * ```
 */

import type { DisposeMethod, Fetch, RouteHeaders, RouteResponse, Signal } from "./platform.js";

/**
 * What a token is for: one of the API's four scopes, or a permission of the WorkOS products.
 * For a token route of another kind, set `strict: false` and cast.
 */
export type WidgetScope = "sso" | "dsync" | "audit_logs" | "log_streams" | `widgets:${string}`;

/**
 * Identifies a token. Equal keys share one token; the order of scopes and duplicates do not matter. All strings must be
 * well-formed Unicode: any other is `invalid_request`, even with `strict: false`.
 */
export interface TokenKey {
  /** The organization's id; it starts with `org_`. */
  readonly organizationId: string;
  /** One scope, or several for one token. */
  readonly widgetScope: WidgetScope | readonly WidgetScope[];
  /** Keeps a separate token for one mount, where a token must not be shared. Never sent. */
  readonly widgetSession?: string | undefined;
}

/** What `parseResponse` returns. */
export interface ParsedToken {
  /** The token, as the widget receives it. */
  token: string;
  /** When it expires by the server's clock: ISO 8601, or seconds or milliseconds since 1970. */
  expiresAt?: string | number | undefined;
  /** Its lifetime, in milliseconds from when it was issued. Needs no clock; takes precedence over `expiresAt`. */
  expiresInMs?: number | undefined;
}

/** Options of {@link createTokenManager}. */
export interface TokenManagerOptions {
  /**
   * The URL of your own token route, which has the secret key and asks WorkOS for the token.
   * It must be https, or on localhost. The WorkOS API itself is rejected.
   *
   * Any other URL throws when the manager is created, not at the first request, so that a wrong deployment is noticed
   * before a user is. If the URL comes from a configuration, catch the error there: at the top level of a module it
   * stops the whole bundle.
   */
  endpoint: string;
  /**
   * Headers of each request, such as a CSRF token: whatever `fetch` accepts, or a function, which may be async,
   * called for each request. A secret key (`sk_…`) in any of them is `secret_exposed`.
   */
  headers?: RouteHeaders | (() => RouteHeaders | undefined | Promise<RouteHeaders | undefined>) | undefined;
  /** Whether cookies are sent. Default: `"same-origin"`. */
  credentials?: "omit" | "same-origin" | "include" | undefined;
  /** The JSON body of a request. Default: `{ organizationId, widgetScope }` of the key. */
  body?: ((key: TokenKey) => unknown) | undefined;
  /**
   * Reads the response of a route with its own format. It receives the JSON, or the text if it is not JSON, of each
   * response with a status from 200 to 299, and may be async.
   */
  parseResponse?: ((body: any, response: RouteResponse) => ParsedToken | Promise<ParsedToken>) | undefined;
  /** Replaces the global `fetch`, which is otherwise looked up for each request. */
  fetch?: Fetch | undefined;
  /**
   * Whose tokens these are; see {@link TokenManager.setUser}. Without one, a later `setUser` counts as a change of user:
   * it aborts the requests under way and fetches again. To save that, create the manager once the user is known.
   */
  user?: string | null | undefined;
  /**
   * Shares tokens with the user's other tabs of this browser, over a `BroadcastChannel`: before a fetch, a tab asks the
   * others. Only in the entry `workos-widget-tokens/tabs`; elsewhere it is `invalid_options`. Needs `user`. Keys with a
   * `widgetSession` are never shared; on a server and where there is no `BroadcastChannel`, each manager fetches for
   * itself. Managers that share must be configured alike. Default: false.
   */
  shareAcrossTabs?: boolean | undefined;
  /**
   * How long before a token's expiry the next one is fetched, in milliseconds. Default: 45,000. At most a fifth of
   * the token's lifetime, but at least 35,000, because a widget asks again 30 s before expiry; never more than
   * half. Jitter adds up to a third as much again, or for a longer lifetime as much as makes it a twelfth of the
   * lifetime on average, up to a quarter of an hour.
   */
  refreshLeadMs?: number | undefined;
  /** The lifetime, in milliseconds, if neither the token nor the response states one; at least 1. Default: 600,000. */
  defaultLifetimeMs?: number | undefined;
  /** The time limit of one request, in milliseconds; at least 1. Default: 10,000. */
  requestTimeoutMs?: number | undefined;
  /**
   * How long `getToken(key)` waits through transient failures, in milliseconds, not counting sleep, before it rejects
   * with the last error. Default: 30,000. Zero rejects with the first error, `Infinity` never. Does not
   * apply to a source's `getToken`, which waits without a limit: a widget does not recover from a rejection, but
   * it does from a wait.
   */
  waitTimeoutMs?: number | undefined;
  /** The backoff delay after the first transient failure, in milliseconds; it doubles each time. Default: 1,000. */
  retryBaseMs?: number | undefined;
  /** The longest backoff delay, in milliseconds. Default: 60,000. `Retry-After` and `retry_in_ms` take precedence. */
  retryMaxMs?: number | undefined;
  /**
   * How long a key that is neither read nor subscribed to keeps refreshing, in milliseconds.
   * Default: the lifetime of its token.
   */
  idleAfterMs?: number | undefined;
  /** Whether a hidden page refreshes. Default: false: it does when it is shown, or a key is read. */
  refreshWhileHidden?: boolean | undefined;
  /**
   * Whether an organization that does not start with `org_`, or a scope that is not a
   * {@link WidgetScope}, is an error before anything is sent. Default: true.
   */
  strict?: boolean | undefined;
}

/** Options of `getToken`. */
export interface GetTokenOptions {
  /** Aborts this call only. The request is aborted once it has no waiting callers and no subscribers. */
  signal?: Signal | undefined;
  /** Whether to wait for a new token; joins a request that is in flight. Default: false. */
  forceRefresh?: boolean | undefined;
  /** How long the token must still be valid, in milliseconds; otherwise a new one is fetched. Default: 0. */
  minValidityMs?: number | undefined;
  /**
   * How long to wait through transient failures, in milliseconds, not counting sleep, before this call rejects with
   * the last error. Zero rejects with the first. Default: {@link TokenManagerOptions.waitTimeoutMs}; for a source,
   * `Infinity`.
   *
   * Pass a limit to a source when the token is for a request of your own, not for a widget. In the last 35 s of
   * a token's lifetime every call waits for the next one. With a limit, the call resolves with the token that is
   * still valid as soon as a request for the next one fails or may not be sent yet, or once half of the remaining
   * time has passed: it never rejects while there is a valid token. Without a limit, as widgets call it, it keeps
   * waiting: a widget that receives the same token again 30 s before expiry never asks again.
   */
  waitTimeoutMs?: number | undefined;
}

/** The state of a key at one moment. Reads return the same object until something changes. */
export interface TokenSnapshot {
  /**
   * - `loading`: no token yet; one is being fetched.
   * - `ready`: a valid token, no request.
   * - `refreshing`: a valid token, and the next is being fetched.
   * - `retrying`: the last request failed and will be retried; `token` is set while it is valid.
   * - `failed`: the last request failed with a terminal error; `token` is set while it is valid.
   */
  readonly status: "loading" | "ready" | "refreshing" | "retrying" | "failed";
  /** The valid token, if there is one. */
  readonly token?: string;
  /** Why the last request failed, when `retrying` or `failed`. */
  readonly error?: TokenError;
  /**
   * Whether the token came from another tab; undefined but in the entry `workos-widget-tokens/tabs`. See
   * {@link TokenManagerOptions.shareAcrossTabs}.
   */
  readonly shared?: boolean;
  /** When the next attempt is due; like all that follow, in milliseconds since 1970 by the local clock. */
  readonly retryAt?: number;
  /** When the token's request was sent; for an older token from another tab, when this tab's manager was created. */
  readonly fetchedAt?: number;
  /** When the next token will be fetched. */
  readonly refreshAt?: number;
  /** When the token expires. */
  readonly expiresAt?: number;
}

/** The token of one key: pass its `getToken` to a widget. */
export interface TokenSource {
  /** The key, with its scopes sorted. */
  readonly key: TokenKey;
  /**
   * Returns a promise of the token. Bound, so you can pass it on: `authToken={source.getToken}`. Waits through an
   * outage of any length. Rejects only with a terminal error, as its options say, or on `clear()`, `setUser()` or
   * `dispose()`.
   */
  readonly getToken: (options?: GetTokenOptions) => Promise<string>;
  /**
   * The current state. Undefined while nothing is known and nothing is in flight: before the first read, after
   * `clear()`, and once the token has expired in a hidden page, where the next read or the return to the page
   * fetches. `failed` after `dispose()`.
   */
  peek(): TokenSnapshot | undefined;
  /**
   * Keeps the key fresh while anyone subscribes, and calls the listener with the state, now and whenever it
   * changes (the store contract of Svelte). Returns unsubscribe.
   */
  subscribe(listener: (snapshot: TokenSnapshot | undefined) => void): () => void;
  /**
   * Reports that a server rejected a token. The token is dropped if it is still the current one, so a burst of
   * calls sends one request. Without an argument, the current token is dropped, and a `failed` key with subscribers
   * is fetched again.
   */
  invalidate(rejectedToken?: string): void;
}

/** What listeners of {@link TokenManager.on} receive. No event contains a token. */
export interface TokenEvents {
  /** A new token arrived. */
  token: { key: TokenKey; lifetimeMs: number; refreshInMs: number };
  /** A failed request is sent again; the first retry is attempt 2. */
  retry: { key: TokenKey; attempt: number };
  /**
   * A request failed. `retryInMs` is the time until the retry, in milliseconds; undefined if there is none. (After a
   * terminal error, a key with subscribers is retried after five to ten minutes.)
   */
  error: { key: TokenKey; error: TokenError; retryInMs?: number };
  /** A token expired before a new one arrived. */
  expired: { key: TokenKey };
  /** `invalidate()` dropped a token. */
  invalidated: { key: TokenKey };
  /** The key stopped refreshing, because it is neither read nor subscribed to. */
  idle: { key: TokenKey };
}

/** Counters since the manager was created, and its current state. */
export interface TokenStats {
  /** Reads answered immediately from the cache. */
  hits: number;
  /** Requests sent to the token route. */
  fetches: number;
  /** Reads that joined a request in flight, or a wait for one. */
  coalesced: number;
  /** How many of the requests were retries. */
  retries: number;
  /** How many of the requests failed. */
  failures: number;
  /** Keys in the cache. */
  entries: number;
  /** Milliseconds until the next refetch is due; undefined if none is. */
  nextRefreshInMs?: number;
  /** How far the local clock is ahead of the server's, in milliseconds; undefined until a response had a `Date`. */
  skewMs?: number;
  /**
   * Tokens received from another tab instead of the route; undefined but in the entry `workos-widget-tokens/tabs`. See
   * {@link TokenManagerOptions.shareAcrossTabs}.
   */
  shared?: number;
}

/** A key with its state and usage; see {@link TokenManager.inspect}. */
export interface TokenKeyState {
  /** The key, with its scopes sorted. */
  key: TokenKey;
  /** The same as {@link TokenSource.peek}. */
  snapshot?: TokenSnapshot;
  /** The number of subscribers. */
  subscribers: number;
  /** The number of `getToken` calls that wait for the token. */
  waiting: number;
  /** The time since the key was last read or unsubscribed from, in milliseconds; accurate to about a second. */
  unusedMs: number;
  /** How long the current request has been in flight, in milliseconds; undefined if there is none. */
  requestMs?: number;
}

/** Caches tokens and keeps them fresh. */
export interface TokenManager extends DisposeMethod {
  /** Returns a promise of a key's token. Rejects only with a {@link TokenError}. */
  getToken(key: TokenKey, options?: GetTokenOptions): Promise<string>;
  /**
   * Returns the source of a key. Equal keys return the same object.
   *
   * @throws {TokenError} `invalid_request` or `invalid_scope`; `disposed` for a new key after `dispose()`
   */
  source(key: TokenKey): TokenSource;
  /** Calls the listener on each event of that name. Returns unsubscribe. */
  on<Name extends keyof TokenEvents>(name: Name, listener: (event: TokenEvents[Name]) => void): () => void;
  /**
   * Sets the signed-in user. Undefined or null means none and always clears. A new user drops all tokens,
   * aborts requests in flight, rejects waiting callers with `cleared`, and fetches the keys with subscribers
   * for the new user.
   */
  setUser(user: string | null | undefined): void;
  /** Sign-out: the same as `setUser(null)`. Nothing is fetched until the next read or subscription. */
  clear(): void;
  /** Returns the counters. */
  stats(): TokenStats;
  /**
   * Returns every known key with its state and usage, for tools such as the inspector. Does not count as a read,
   * fetches nothing and keeps no key alive.
   */
  inspect(): TokenKeyState[];
  /**
   * Stops everything: requests, timer, listeners. Waiting callers, later callers and subscribers receive `disposed`.
   * `Symbol.dispose` does the same where it exists. If the module fails, all managers of the page are disposed.
   */
  dispose(): void;
}

/** What went wrong; the README lists when each code occurs. */
export type TokenErrorCode =
  | "invalid_options"
  | "invalid_request"
  | "invalid_scope"
  | "unauthorized"
  | "forbidden"
  | "organization_not_found"
  | "rate_limited"
  | "server_error"
  | "network"
  | "offline"
  | "timeout"
  | "invalid_response"
  | "secret_exposed"
  | "too_many_requests"
  | "aborted"
  | "cleared"
  | "disposed";

/** What else is known of a failure. */
export type TokenErrorDetails = Partial<
  Pick<TokenError, "transient" | "status" | "description" | "retryAfterMs" | "attempts" | "key" | "cause">
>;

/**
 * Why there is no token. Its message says what happened and what to do. `instanceof` holds for the errors of every copy
 * of the package in the page, such as its two entries.
 */
export class TokenError extends Error {
  /**
   * Creates one, for an app's own tests: `new TokenError("forbidden", { status: 403 })`.
   *
   * @param details defaults: `transient` is false, `attempts` is 0, the others are absent
   */
  constructor(code: TokenErrorCode, details?: TokenErrorDetails);
  readonly name: "TokenError";
  /** What went wrong. */
  readonly code: TokenErrorCode;
  /** Whether the same request may succeed later without any change. */
  readonly transient: boolean;
  /** The status of the route's response, if there was one. */
  readonly status?: number;
  /** The route's own message, or what is wrong with the input. */
  readonly description?: string;
  /** The route's `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number;
  /** How many requests had failed in a row. */
  readonly attempts: number;
  /** The key, if it was valid. */
  readonly key?: TokenKey;
  /** What the platform threw, or the reason of the abort signal. */
  readonly cause?: unknown;
}

/**
 * Creates a token manager. Compiles the module on the first call; all managers share one instance. Sends
 * nothing and starts no timer.
 *
 * On a server, where there is no `location`, it does not compile either: the first `getToken` does, and rejects with
 * the error that would be thrown here in a page.
 *
 * @throws {TokenError} `invalid_options`, naming the option and what to do instead; `secret_exposed`
 */
export function createTokenManager(options: TokenManagerOptions): TokenManager;
