/** Types of the hand-written side that are no one else's business. */

import type { TokenError, TokenKey, TokenSnapshot, TokenStats } from "./index.js";
import type { Keys } from "./keys.js";
import type { Leases } from "./leases.js";
import type { Requests } from "./requests.js";
import type { TokenSource } from "./source.js";

/** The options of `createTokenManager`, read and checked. */
export interface Settings {
  endpoint: string;
  headers: () => unknown;
  credentials: RequestCredentials;
  body?: (key: TokenKey) => unknown;
  parseResponse?: (body: unknown, response: Response) => unknown;
  fetch?: typeof globalThis.fetch;
  user?: string;
  refreshLeadMs: number;
  defaultLifetimeMs: number;
  requestTimeoutMs: number;
  waitTimeoutMs: number;
  retryBaseMs: number;
  retryMaxMs: number;
  /** Not a number: one lifetime. */
  idleAfterMs: number;
  refreshWhileHidden: boolean;
  strict: boolean;
}

/** What the module exports: see `src/exports/engine.rs`. */
export interface Engine {
  begin(
    refreshLeadMs: number,
    defaultLifetimeMs: number,
    requestTimeoutMs: number,
    retryBaseMs: number,
    retryMaxMs: number,
    idleAfterMs: number,
    renewWhileHidden: boolean,
    seed: number,
  ): void;
  key(): number;
  lease(key: number): number;
  read(key: number, forceRefresh: boolean, minValidityMs: number, waitTimeoutMs: number): number;
  turn(): void;
  abort(key: number, call: number): void;
  replied(
    key: number,
    serial: number,
    status: number,
    serverMs: number,
    retryAfterMs: number,
    retryAtMs: number,
    hasToken: boolean,
    claimedExpiryMs: number,
    claimedIssueMs: number,
    expiresInMs: number,
    expiresAt: number,
    speaksOfScope: boolean,
  ): number;
  failed(key: number, serial: number, reason: number, status: number): void;
  revision(key: number): number;
  snapshot(key: number): void;
  subscribe(key: number): void;
  unsubscribe(key: number): void;
  invalidate(key: number): void;
  clear(reason: number): void;
  stats(): void;
  wake(kind: number): void;
}

/** A manager as its parts see it. */
export interface Parts {
  engine: Engine;
  requests: Requests;
  keys: Keys;
  leases: Leases;
  /** The error that was made last. */
  error: TokenError | undefined;
  /** The snapshot that was made last. */
  shown: TokenSnapshot | undefined;
  /** What was counted last. */
  counts: TokenStats;
  source(key: number): TokenSource;
  read(key: number, options: unknown, patienceMs: number): Promise<string>;
  settle(call: number, token: string | undefined, error: unknown): void;
  /** Tells the listeners of an event, by its place in the list of names. */
  emit(event: number, detail: object): void;
  /** Calls a listener; what it throws reaches the app's own handlers. */
  tell(listener: () => void): void;
}
