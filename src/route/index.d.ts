/**
 * For your server: the token route that the manager in the browser calls. Runs on Node 20 or newer and in
 * Workers, and depends on nothing.
 *
 * @module
 */

/** Who is signed in, and where a member: by your session, never by the request's body. */
export interface SignedIn {
  /** Tells your users apart, for their limit; and the WorkOS user whom the token is for, unless `workosUserId` says another. */
  userId: string;
  /** The WorkOS organizations that the user may have tokens for. */
  organizationIds: readonly string[] | ReadonlySet<string>;
  /** The WorkOS user whom the token is for; null for a token without a user. Default: `userId`. */
  workosUserId?: string | null | undefined;
}

/** What the route needs of a client of `@workos-inc/node`, 8 to 11. */
export interface WorkOSClient {
  readonly widgets: object;
}

/** One of the WorkOS API's four scopes, whose tokens are opaque; or a permission of its products, whose tokens are JWTs. */
export type WorkOSScope = "sso" | "dsync" | "audit_logs" | "log_streams" | `widgets:${string}`;

export interface TokenRouteOptions {
  /**
   * A client of `@workos-inc/node`; or an API key (`sk_…`), and no SDK is needed; or a function that returns either,
   * called with the first request, for where the key is not there any earlier.
   */
  workos: WorkOSClient | string | (() => WorkOSClient | string | undefined);

  /**
   * Who is signed in; null for nobody, which is a 401. It is given the request and the framework's own object: that of
   * Express, Fastify or `node:http`, the event of SvelteKit, the context of Hono, Astro or React Router.
   * If it throws, or takes longer than `timeoutMs`, that is a 500, and `onError` is told.
   */
  authenticate: (
    request: Request,
    context: any,
  ) => SignedIn | null | undefined | false | Promise<SignedIn | null | undefined | false>;

  /**
   * What may be asked for: from the names that the browser uses to WorkOS's own, `{ sso: "widgets:sso:manage" }`;
   * or a list, where they are the same. All are `widgets:…`, or all are of the API's four.
   */
  scopes: Readonly<Record<string, WorkOSScope>> | readonly WorkOSScope[];

  /** Other origins whose pages may ask, with their cookies: `["https://app.example"]`. Default: none. */
  origins?: readonly string[] | undefined;

  /** How long tokens are to live, in seconds. For the API's four scopes alone. Default: WorkOS's own, 600. */
  expiresInSeconds?: number | undefined;

  /** How many requests a minute WorkOS takes with your API key. Default: 6,000; with the API's four scopes, 600. */
  requestsPerMinute?: number | undefined;

  /** How many of them one user may cause. Default: 30. */
  requestsPerUserPerMinute?: number | undefined;

  /** Where requests are counted. Default: {@link memoryLimiter}; for several machines, {@link redisLimiter}. */
  limiter?: Limiter | undefined;

  /**
   * How long, in milliseconds, WorkOS may take, and `authenticate`, and the request's body. Default: 8,000, less than
   * the ten seconds after which the manager gives up.
   */
  timeoutMs?: number | undefined;

  /** Where WorkOS is, with an API key alone. Default: `https://api.workos.com`. */
  apiUrl?: string | undefined;

  /** What sends the request, with an API key alone. Default: the global `fetch`. */
  fetch?: typeof fetch | undefined;

  /**
   * What you have to know and the browser must not. Its message holds no secret; its `cause`, the error as it came,
   * may. Default: the message is written to `console.error`.
   */
  onError?: ((error: TokenRouteError) => void) | undefined;
}

/**
 * - `workos_key`: WorkOS refused your API key, or there is none;
 * - `workos_timeout`, `workos_unreachable`: no reply, or one of 500 or more;
 * - `workos_reply`: a reply without a token;
 * - `authenticate_failed`: it threw, took too long, or returned something else;
 * - `limiter_away`: the limiter failed, so each process counts by itself until it works again; told once;
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
 * A web-standard handler. It takes a request, or an object that has one (the argument of an action, an event, a
 * context), and never rejects.
 */
export type TokenRoute = (input: Request | { readonly request: Request }, context?: any) => Promise<Response>;

/**
 * Makes the token route.
 *
 * @throws TypeError for options that cannot work, with what to do
 */
export function createTokenRoute(options: TokenRouteOptions): TokenRoute;

/** A handler for Express, Fastify and `node:http`. */
export type NodeHandler = (request: any, response: any, ...more: any[]) => Promise<void>;

/** The route as a handler for Express, Fastify and `node:http`. A body that was parsed before is taken as it is. */
export function toNodeHandler(route: TokenRoute): NodeHandler;

/** Whose request it is that is counted. */
export interface Caller {
  readonly userId: string;
  /** Tells apart what one user asks for. */
  readonly request: string;
}

export interface Limits {
  readonly perMinute: number;
  readonly perUserPerMinute: number;
  /** What a minute is, in milliseconds. Default: 60,000. */
  readonly windowMs?: number | undefined;
}

export interface Decision {
  /** How long the caller has to wait, in milliseconds; 0 if WorkOS may be asked now. */
  readonly waitMs: number;
  /** Whose limit it has met. */
  readonly limit: "key" | "user";
}

/** Decides who may ask WorkOS now, and when everybody else comes back. */
export interface Limiter {
  take(caller: Caller, limits: Limits): Decision | Promise<Decision>;
  /** WorkOS has refused a request that was let through, and wants to be left alone for so long. */
  refused(caller: Caller, pauseMs: number, limits: Limits): Decision | Promise<Decision>;
}

/** Counts in the memory of this process. */
export function memoryLimiter(options?: {
  /** Milliseconds of a clock that never goes back. Default: one that neither of the platform's two can make jump. */
  now?: (() => number) | undefined;
}): Limiter;

/**
 * Counts in Redis 5 or newer, for all processes together: one script on the server decides. While Redis is
 * away, each process counts in memory.
 *
 * @param client a connected client of node-redis (4 or newer) or ioredis
 * @throws TypeError if it is neither
 */
export function redisLimiter(
  client: object,
  options?: {
    /** What the names of its keys begin with; one for each API key. Default: `workos-widget-tokens`. */
    prefix?: string | undefined;
    /** How long Redis may take, in milliseconds, before it counts as away. Default: 500. */
    timeoutMs?: number | undefined;
    /** Milliseconds, in place of the server's clock. For tests. */
    now?: (() => number) | undefined;
  },
): Limiter;
