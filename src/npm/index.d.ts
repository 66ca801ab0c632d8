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
 * What a token is for: one of the API's four words, or one of the real products' names.
 * For a token route of another kind, set `strict: false` and cast.
 */
export type WidgetScope = "sso" | "dsync" | "audit_logs" | "log_streams" | `widgets:${string}`;

/**
 * Names a token. Equal keys share one token; the order of scopes and repeats do not matter. Its texts are
 * well-formed Unicode: any other is `invalid_request`, with `strict: false` as well.
 */
export interface TokenKey {
  /** The organization's id; it starts with `org_`. */
  readonly organizationId: string;
  /** One scope, or several for one token. */
  readonly widgetScope: WidgetScope | readonly WidgetScope[];
  /** Keeps a token of its own for one mount, where a token must not be shared. Never sent. */
  readonly widgetSession?: string | undefined;
}

/** What `parseResponse` makes of a reply. */
export interface ParsedToken {
  /** What the widget is given. */
  token: string;
  /** When it ends by the server's clock: ISO 8601, or seconds or milliseconds since 1970. */
  expiresAt?: string | number | undefined;
  /** How long it lives, in milliseconds from when it was made. Needs no clock; goes before `expiresAt`. */
  expiresInMs?: number | undefined;
}

/** Options of {@link createTokenManager}. */
export interface TokenManagerOptions {
  /**
   * The URL of your own token route, which keeps the secret key and asks WorkOS for the token.
   * It must be https, or on localhost. WorkOS itself is refused.
   */
  endpoint: string;
  /**
   * Headers of each request, such as a CSRF token: whatever `fetch` takes, or a function, async if
   * need be, that is asked each time. A secret key (`sk_…`) in any of them is `secret_exposed`.
   */
  headers?: RouteHeaders | (() => RouteHeaders | undefined | Promise<RouteHeaders | undefined>) | undefined;
  /** Whether cookies go along. Default: `"same-origin"`. */
  credentials?: "omit" | "same-origin" | "include" | undefined;
  /** The JSON body of a request. Default: `{ organizationId, widgetScope }` of the key. */
  body?: ((key: TokenKey) => unknown) | undefined;
  /**
   * Reads the reply of a route that has its own shape. It is given the JSON, or the text if it is
   * none, of each reply with a status from 200 to 299, and may be async.
   */
  parseResponse?: ((body: any, response: RouteResponse) => ParsedToken | Promise<ParsedToken>) | undefined;
  /** Stands in for the global `fetch`, which is otherwise looked up at each request. */
  fetch?: Fetch | undefined;
  /** Whose tokens these are; see {@link TokenManager.setUser}. */
  user?: string | null | undefined;
  /**
   * How long before its expiry a token is fetched again, in milliseconds. Default: 60,000. It is
   * never more than a fifth of the token's life, but at least 35,000, because a widget asks again
   * 30 s before the end; and never more than half. Jitter adds up to half as much again, or a
   * twelfth of the token's life if that is more.
   */
  refreshLeadMs?: number | undefined;
  /** How long a token lives of which neither the reply nor the token itself says so, at least 1. Default: 600,000. */
  defaultLifetimeMs?: number | undefined;
  /** How long one request may take, in milliseconds, at least 1. Default: 10,000. */
  requestTimeoutMs?: number | undefined;
  /**
   * How long `getToken(key)` waits through transient failures, in milliseconds awake, before it rejects
   * with the last of them. Default: 30,000. Zero rejects at the first, `Infinity` never. It does not
   * hold for a source's `getToken`, which waits as long as it takes: a widget that is refused a token
   * never recovers, one that waits does.
   */
  waitTimeoutMs?: number | undefined;
  /** The pause after the first transient failure, in milliseconds; it doubles each time. Default: 1,000. */
  retryBaseMs?: number | undefined;
  /** The longest pause between two tries, in milliseconds. Default: 60,000. `Retry-After` goes before it. */
  retryMaxMs?: number | undefined;
  /**
   * How long a key goes on renewing that is neither read nor subscribed to, in milliseconds.
   * Default: the life of its token.
   */
  idleAfterMs?: number | undefined;
  /** Whether a hidden page renews, too. Default: false; then it does when it is shown, or a key is read. */
  refreshWhileHidden?: boolean | undefined;
  /**
   * Whether an organization that does not start with `org_`, or a scope that is not a
   * {@link WidgetScope}, is an error before anything is sent. Default: true.
   */
  strict?: boolean | undefined;
}

/** Options of `getToken`. */
export interface GetTokenOptions {
  /** Ends this caller's wait alone. The request ends when the last who waits is gone. */
  signal?: Signal | undefined;
  /** Whether only a new token will do; a request that is under way brings one. Default: false. */
  forceRefresh?: boolean | undefined;
  /** How much longer the token must be valid, in milliseconds; if it is not, a new one is fetched. Default: 0. */
  minValidityMs?: number | undefined;
  /**
   * How long to wait through transient failures, in milliseconds awake, before this call rejects with the last of
   * them. Zero rejects at the first. Default: {@link TokenManagerOptions.waitTimeoutMs}; for a source, `Infinity`.
   *
   * Pass a limit to a source when the token is for a request of your own, not for a widget. In the last 35 s of
   * a token's life every call waits for the next one. With a limit, the call gets the token that is still valid as
   * soon as a request for the next one fails or may not be sent yet, and when half of the time that was left
   * is over: it does not reject while it could have had a valid token. Without one, as a widget calls it, it
   * waits on for the next: a widget that is handed the same token again 30 s before its end never asks again.
   */
  waitTimeoutMs?: number | undefined;
}

/** The state of a key at one moment. The same object is given until something changes. */
export interface TokenSnapshot {
  /**
   * - `loading`: no token yet; one is being fetched.
   * - `ready`: a valid token, nothing under way.
   * - `refreshing`: a valid token, and the next is being fetched.
   * - `retrying`: the last request failed and will be tried again; `token` is there while it is valid.
   * - `failed`: the last request was refused for good; `token` is there while it is valid.
   */
  readonly status: "loading" | "ready" | "refreshing" | "retrying" | "failed";
  /** The valid token, if there is one. */
  readonly token?: string;
  /** Why the last request failed, when `retrying` or `failed`. */
  readonly error?: TokenError;
  /** When the next try is due, when `retrying`; milliseconds since 1970, like all that follow, by the local clock. */
  readonly retryAt?: number;
  /** When the token's request was sent. */
  readonly fetchedAt?: number;
  /** When the token will be fetched again. */
  readonly refreshAt?: number;
  /** When the token ends. */
  readonly expiresAt?: number;
}

/** One key's token: what a widget is given. */
export interface TokenSource {
  /** The key, with its scopes sorted. */
  readonly key: TokenKey;
  /**
   * The token. Bound, so that it can be passed on alone: `authToken={source.getToken}`. Waits through
   * an outage of any length; rejects only if the route refuses, or when told to by the options,
   * `clear()`, `setUser()` or `dispose()`.
   */
  readonly getToken: (options?: GetTokenOptions) => Promise<string>;
  /** The state now; undefined before anything was asked, and after `clear()`; `failed` after `dispose()`. */
  peek(): TokenSnapshot | undefined;
  /**
   * Keeps the key fresh for as long as anyone subscribes, and calls the listener with the state, now
   * and whenever it changes (the store contract of Svelte). Returns the function that ends it.
   */
  subscribe(listener: (snapshot: TokenSnapshot | undefined) => void): () => void;
  /**
   * Says that a server has rejected a token. It is dropped if it is still the one at hand, so that a
   * burst of such calls makes one request. Without an argument, whatever is at hand is dropped, and a
   * refused key that is subscribed to is asked for again.
   */
  invalidate(rejectedToken?: string): void;
}

/** What listeners of {@link TokenManager.on} are given. No event holds a token. */
export interface TokenEvents {
  /** A new token is at hand. */
  token: { key: TokenKey; lifetimeMs: number; refreshInMs: number };
  /** A request is sent again after one that failed; the first such is attempt 2. */
  retry: { key: TokenKey; attempt: number };
  /**
   * A request failed. `retryInMs` says when it will be tried again by itself, and is undefined if it will
   * not: a refusal is, after minutes, where somebody subscribes.
   */
  error: { key: TokenKey; error: TokenError; retryInMs?: number };
  /** A token ended before there was a new one. */
  expired: { key: TokenKey };
  /** Nobody reads or subscribes to the key any more: it has stopped renewing. */
  idle: { key: TokenKey };
}

/** Counts since the manager was made, and where it stands. */
export interface TokenStats {
  /** Reads answered at once from the cache. */
  hits: number;
  /** Requests sent to the token route. */
  fetches: number;
  /** Reads that joined a request, or a wait, already under way. */
  coalesced: number;
  /** Requests, of the above, that followed a failed one. */
  retries: number;
  /** Requests, of the above, that failed. */
  failures: number;
  /** Keys known. */
  entries: number;
  /** Milliseconds until the next token is due to be fetched; undefined if none is. */
  nextRefreshInMs?: number;
  /** How far the local clock is ahead of the server's, in milliseconds; undefined until a reply said. */
  skewMs?: number;
}

/** A key, how it stands, and who wants its token; see {@link TokenManager.inspect}. */
export interface TokenKeyState {
  /** The key, with its scopes sorted. */
  key: TokenKey;
  /** As {@link TokenSource.peek}. */
  snapshot?: TokenSnapshot;
  /** How many subscribe to the key. */
  subscribers: number;
  /** How many callers of `getToken` wait for the token. */
  waiting: number;
  /** How long ago the key was last read, or its last subscriber left, in milliseconds and to about a second. */
  unusedMs: number;
  /** How long a request has been under way, in milliseconds; undefined if none is. */
  requestMs?: number;
}

/** Gives out tokens, and keeps them fresh. */
export interface TokenManager extends DisposeMethod {
  /** The token of a key. Rejects with a {@link TokenError}, and with nothing else. */
  getToken(key: TokenKey, options?: GetTokenOptions): Promise<string>;
  /**
   * The source of a key: equal keys have the same object.
   *
   * @throws {TokenError} `invalid_request` or `invalid_scope`; `disposed` for a new key after `dispose()`
   */
  source(key: TokenKey): TokenSource;
  /** Calls the listener whenever something of that name happens. Returns the function that ends it. */
  on<Name extends keyof TokenEvents>(name: Name, listener: (event: TokenEvents[Name]) => void): () => void;
  /**
   * Another user is signed in; undefined or null for nobody, who is always another. Then everything held is
   * dropped, what is under way is discarded, whoever waits is told `cleared`, and what is subscribed to
   * is fetched for the new user.
   */
  setUser(user: string | null | undefined): void;
  /** Sign-out: as `setUser(null)`. Nothing is fetched until somebody asks. */
  clear(): void;
  /** What has happened so far. */
  stats(): TokenStats;
  /**
   * Every known key, how it stands and who wants it: for displays and reports, as the inspector's. Looking
   * is no use of a key: it counts as no read, fetches nothing and keeps nothing alive.
   */
  inspect(): TokenKeyState[];
  /**
   * Ends everything: requests, timer, listeners. Whoever waits, asks or subscribes is told `disposed`. Where there is
   * `Symbol.dispose`, that does the same. If the module fails, all managers of the page end like this.
   */
  dispose(): void;
}

/** What went wrong; the README says when each occurs. */
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

/** Why a token could not be had. Its message says what happened and what to do. */
export class TokenError extends Error {
  private constructor();
  readonly name: "TokenError";
  /** What went wrong. */
  readonly code: TokenErrorCode;
  /** Whether the same request may succeed later with nobody changing anything. */
  readonly transient: boolean;
  /** The status of the route's reply, if there was one. */
  readonly status?: number;
  /** The route's own words, or what is wrong with the input. */
  readonly description?: string;
  /** How long the route asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
  /** How many requests had been made in a row when this was told. */
  readonly attempts: number;
  /** The key it was for, if there was a valid one. */
  readonly key?: TokenKey;
  /** What the platform threw, or the reason of an abort. */
  readonly cause?: unknown;
}

/**
 * Makes a token manager. Compiles the module the first time, and all managers share one instance of it; sends
 * nothing and starts no timer.
 *
 * @throws {TokenError} `invalid_options`, naming the option and what to do instead; `secret_exposed`
 */
export function createTokenManager(options: TokenManagerOptions): TokenManager;
