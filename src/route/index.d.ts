/**
 * For your server: the token route that the manager in the browser calls. Runs on Node 20 or newer, in Bun, Deno and
 * Workers, without dependencies.
 *
 * @module
 */

/** Who is signed in and which organizations they belong to: from your session, never from the request's body. */
export interface SignedIn {
  /** Identifies your user, for the rate limit; also the WorkOS user that the token is for, unless `workosUserId` is set. */
  userId: string;
  /** The WorkOS organizations that the user may have tokens for. */
  organizationIds: readonly string[] | ReadonlySet<string>;
  /** The WorkOS user that the token is for; null for a token without a user. Default: `userId`. */
  workosUserId?: string | null | undefined;
}

/** The part of a client of `@workos-inc/node`, 8 to 11, that the route uses. */
export interface WorkOSClient {
  readonly widgets: object;
}

/** One of the WorkOS API's four scopes, whose tokens are opaque; or a permission of its products, whose tokens are JWTs. */
export type WorkOSScope = "sso" | "dsync" | "audit_logs" | "log_streams" | `widgets:${string}`;

export interface TokenRouteOptions {
  /**
   * A client of `@workos-inc/node`; an API key (`sk_…`), for use without the SDK; or a function that returns either,
   * called on the first request, for when the key is not available earlier.
   */
  workos: WorkOSClient | string | (() => WorkOSClient | string | undefined);

  /**
   * Returns who is signed in; null means nobody and answers 401. Receives the request and the framework's object: the
   * request of Express, Fastify or `node:http`, the event of SvelteKit, the context of Hono, Astro or React Router.
   * If it throws or takes longer than `timeoutMs`, the route answers 500 and calls `onError`.
   */
  authenticate: (
    request: Request,
    context: any,
  ) => SignedIn | null | undefined | false | Promise<SignedIn | null | undefined | false>;

  /**
   * The scopes that you offer: a map from the names that the browser uses to WorkOS's own,
   * `{ sso: "widgets:sso:manage" }`, or a list if they are the same. Either all are `widgets:…`, or all are among the
   * API's four.
   */
  scopes: Readonly<Record<string, WorkOSScope>> | readonly WorkOSScope[];

  /** Other origins whose pages may use the route, with cookies: `["https://app.example"]`. Default: none. */
  origins?: readonly string[] | undefined;

  /** The lifetime of tokens, in seconds. Only for the API's four scopes. Default: WorkOS's own, 600. */
  expiresInSeconds?: number | undefined;

  /** The rate limit of your API key, in requests a minute. Default: 6,000; with the API's four scopes, 600. */
  requestsPerMinute?: number | undefined;

  /** The limit for one user, in requests a minute. Default: 30. */
  requestsPerUserPerMinute?: number | undefined;

  /** Where requests are counted. Default: {@link memoryLimiter}; for several machines, {@link redisLimiter}. */
  limiter?: Limiter | undefined;

  /**
   * The time limit, in milliseconds, for WorkOS, for `authenticate`, and for the request's body. Default: 8,000, less
   * than the ten seconds after which the manager times out. A request whose slot is near is delayed for up to a quarter
   * of it; that time is deducted from the limit for WorkOS.
   */
  timeoutMs?: number | undefined;

  /** The URL of the WorkOS API; only with an API key. Default: `https://api.workos.com`. */
  apiUrl?: string | undefined;

  /** Sends the requests to WorkOS; only with an API key. Default: the global `fetch`. */
  fetch?: typeof fetch | undefined;

  /**
   * Receives problems that concern you and are hidden from the browser. The message contains no secret; the `cause`, the
   * original error, may. Default: `console.error` with the message.
   */
  onError?: ((error: TokenRouteError) => void) | undefined;
}

/**
 * - `workos_key`: WorkOS rejected your API key, or there is none;
 * - `workos_timeout`, `workos_unreachable`: no reply, or one of 500 or more;
 * - `workos_reply`: a reply without a token;
 * - `authenticate_failed`: it threw, took too long, or returned something else;
 * - `limiter_away`: the limiter failed, so each process counts by itself until it works again; reported once;
 * - `internal`: a bug of this package.
 */
export type TokenRouteErrorCode =
  | "workos_key"
  | "workos_timeout"
  | "workos_unreachable"
  | "workos_reply"
  | "authenticate_failed"
  | "limiter_away"
  | "internal";

export interface TokenRouteError extends Error {
  readonly name: "TokenRouteError";
  readonly code: TokenRouteErrorCode;
}

/**
 * A web-standard handler. Takes a request, or an object that contains one (the argument of an action, an event, a
 * context). Never rejects.
 */
export type TokenRoute = (input: Request | { readonly request: Request }, context?: any) => Promise<Response>;

/**
 * Creates the token route.
 *
 * @throws TypeError for invalid options, with what to do
 */
export function createTokenRoute(options: TokenRouteOptions): TokenRoute;

/** A handler for Express, Fastify and `node:http`. */
export type NodeHandler = (request: any, response: any, ...more: any[]) => Promise<void>;

/** Adapts the route to Express, Fastify and `node:http`. Accepts a body that was already parsed. */
export function toNodeHandler(route: TokenRoute): NodeHandler;

/** Identifies the request that is counted. */
export interface Caller {
  readonly userId: string;
  /** Distinguishes one user's requests. */
  readonly request: string;
}

export interface Limits {
  readonly perMinute: number;
  readonly perUserPerMinute: number;
  /** The length of a minute, in milliseconds. Default: 60,000. */
  readonly windowMs?: number | undefined;
}

export interface Decision {
  /** How long the caller must wait, in milliseconds; 0 if the request may be sent now. */
  readonly waitMs: number;
  /** The limit that applied. */
  readonly limit: "key" | "user";
}

/** Decides which requests are sent to WorkOS now, and when the others may retry. */
export interface Limiter {
  take(caller: Caller, limits: Limits): Decision | Promise<Decision>;
  /** WorkOS rejected an admitted request with 429 and asked for a pause, or failed; then `pauseMs` is 0. */
  refused(caller: Caller, pauseMs: number, limits: Limits): Decision | Promise<Decision>;
}

/** Counts in the memory of this process. */
export function memoryLimiter(options?: {
  /** Milliseconds of a monotonic clock. Default: one that tolerates jumps of the platform's two clocks. */
  now?: (() => number) | undefined;
}): Limiter;

/**
 * Counts in Redis 5 or newer, for all processes together: one script in Redis decides. While Redis is
 * unavailable, each process counts in memory.
 *
 * @param client a connected client of node-redis (4 or newer) or ioredis
 * @throws TypeError if it is neither
 */
export function redisLimiter(
  client: object,
  options?: {
    /** The prefix of its Redis keys; use one for each API key. Default: `workos-widget-tokens`. */
    prefix?: string | undefined;
    /** How long Redis may take, in milliseconds, before it counts as unavailable. Default: 500. */
    timeoutMs?: number | undefined;
    /** Replaces Redis's clock, in milliseconds. For tests. */
    now?: (() => number) | undefined;
  },
): Limiter;
