/** Types of the hand-written side that are no one else's business. */

import type { TokenKey } from "./index.js";
import type { Keys } from "./keys.js";
import type { Leases } from "./leases.js";
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
  idleAfterMs?: number;
  refreshWhileHidden: boolean;
  strict: boolean;
}

/** What the module exports: see `src/exports/engine.rs`. */
export interface Engine {
  key(organizationId: string, scopes: string, widgetSession?: string): number;
  lease(key: number): void;
  read(key: number, forceRefresh: boolean, minValidityMs: number, waitTimeoutMs: number): Promise<string> | number;
  turn(): void;
  abort(key: number, call: number): void;
  replied(
    key: number,
    serial: number,
    status: number,
    serverMs: number,
    retryAfterMs: number,
    retryAtMs: number,
    token: string | undefined,
    claimedExpiryMs: number,
    claimedIssueMs: number,
    expiresInMs: number,
    expiresAt: number,
    description: string | undefined,
  ): void;
  failed(key: number, serial: number, reason: number, description: string | undefined, cause: unknown): void;
  revision(key: number): number;
  snapshot(key: number): unknown;
  subscribe(key: number): void;
  unsubscribe(key: number): void;
  invalidate(key: number, rejected?: string): void;
  clear(otherUser: boolean): void;
  dispose(): void;
  free(): void;
  stats(): import("./index.js").TokenStats;
}

/** A manager as its parts see it. */
export interface Outlet {
  engine: Engine;
  keys: Keys;
  leases: Leases;
  source(key: number): TokenSource;
  read(key: number, options: unknown, patienceMs: number): Promise<string>;
  settle(call: number, token: string | undefined, error: unknown): void;
  notify(key: number): void;
  emit(name: string, event: object): void;
  /** Calls a listener; what it throws reaches the app's own handlers. */
  tell(listener: () => void): void;
}
