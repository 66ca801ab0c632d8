// Everything here compiles against the installed package.

import {
  createTokenManager,
  type GetTokenOptions,
  type ParsedToken,
  TokenError,
  type TokenErrorCode,
  type TokenErrorDetails,
  type TokenEvents,
  type TokenKey,
  type TokenManager,
  type TokenManagerOptions,
  type TokenSnapshot,
  type TokenSource,
  type TokenStats,
  type WidgetScope,
} from "workos-widget-tokens";
import * as streaming from "workos-widget-tokens/streaming";
import * as tabs from "workos-widget-tokens/tabs";
import wasm from "workos-widget-tokens/workos-widget-tokens.wasm";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_ extends true>(): void {}

export const least: TokenManager = createTokenManager({ endpoint: "/api/widget-token" });

const options: TokenManagerOptions = {
  endpoint: "https://app.example/api/widget-token",
  headers: { "X-CSRF": "1" },
  credentials: "include",
  body: (key) => ({ organization_id: key.organizationId, scopes: key.widgetScope }),
  parseResponse: (body, response) => ({ token: body.jwt, expiresAt: response.headers.get("x-end") ?? 0 }),
  fetch: globalThis.fetch,
  user: "user_1",
  shareAcrossTabs: true,
  refreshLeadMs: 1,
  defaultLifetimeMs: 1,
  requestTimeoutMs: 1,
  waitTimeoutMs: Infinity,
  retryBaseMs: 1,
  retryMaxMs: 1,
  idleAfterMs: 1,
  refreshWhileHidden: true,
  strict: false,
};
const tokens = createTokenManager(options);

/** undefined counts as not given. */
export const undecided: Required<{ [Option in keyof TokenManagerOptions]: TokenManagerOptions[Option] | undefined }> &
  TokenManagerOptions = {
  endpoint: "/api/widget-token",
  headers: undefined,
  credentials: undefined,
  body: undefined,
  parseResponse: undefined,
  fetch: undefined,
  user: undefined,
  shareAcrossTabs: undefined,
  refreshLeadMs: undefined,
  defaultLifetimeMs: undefined,
  requestTimeoutMs: undefined,
  waitTimeoutMs: undefined,
  retryBaseMs: undefined,
  retryMaxMs: undefined,
  idleAfterMs: undefined,
  refreshWhileHidden: undefined,
  strict: undefined,
};
export const undecidedRead: GetTokenOptions = {
  signal: undefined,
  forceRefresh: undefined,
  minValidityMs: undefined,
  waitTimeoutMs: undefined,
};
export const undecidedKey: TokenKey = { organizationId: "org_1", widgetScope: "sso", widgetSession: undefined };
export const unknownEnd: ParsedToken = { token: "a", expiresAt: undefined, expiresInMs: undefined };

export const headers: TokenManagerOptions["headers"][] = [
  undefined,
  [["a", "b"]],
  new Headers(),
  () => undefined,
  () => ({ a: "b" }),
  async () => new Headers(),
];
export const parsers: TokenManagerOptions["parseResponse"][] = [
  async () => ({ token: "a", expiresInMs: 1 }),
  (body: { jwt: string }): ParsedToken => ({ token: body.jwt }),
];
export const fetchers: TokenManagerOptions["fetch"][] = [fetch, (input, init) => fetch(input, init)];

const scopes = ["sso", "widgets:users-table:manage"] as const;
const keys: TokenKey[] = [
  { organizationId: "org_1", widgetScope: "sso" },
  { organizationId: "org_1", widgetScope: ["dsync", "audit_logs", "log_streams"] },
  { organizationId: "org_1", widgetScope: scopes, widgetSession: "mount-1" },
  { organizationId: "org_1", widgetScope: "billing" as WidgetScope },
];
const [key] = keys as [TokenKey];

const read: GetTokenOptions = {
  signal: new AbortController().signal,
  forceRefresh: true,
  minValidityMs: 1,
  waitTimeoutMs: 0,
};

/** The props of a widget. */
function mount(_props: { authToken: string | (() => Promise<string>) }): void {}

export async function use(): Promise<void> {
  const token: string = await tokens.getToken(key, read);
  const source: TokenSource = tokens.source(key);
  mount({ authToken: source.getToken });
  mount({ authToken: token });
  const { getToken } = source;
  holds<Equal<ReturnType<typeof getToken>, Promise<string>>>();
  holds<Equal<ReturnType<typeof source.peek>, TokenSnapshot | undefined>>();
  const end: () => void = source.subscribe((snapshot) => snapshot?.token?.length);
  end();
  source.invalidate();
  source.invalidate(token);
  const name: string = source.key.organizationId;

  const ends = [
    tokens.on("token", ({ key, lifetimeMs, refreshInMs }) => [key, lifetimeMs - refreshInMs, name]),
    tokens.on("retry", ({ attempt }) => attempt + 1),
    tokens.on("error", ({ error, retryInMs = 0 }) => [error.code, retryInMs + 1]),
    tokens.on("expired", (event) => holds<Equal<typeof event, { key: TokenKey }>>()),
    tokens.on("invalidated", (event) => holds<Equal<typeof event, { key: TokenKey }>>()),
    tokens.on("idle", ({ key }) => key.widgetScope),
  ];
  for (const end of ends) end();
  holds<Equal<keyof TokenEvents, "token" | "retry" | "error" | "expired" | "invalidated" | "idle">>();

  tokens.setUser("user_1");
  tokens.setUser(null);
  tokens.setUser(undefined);
  tokens.clear();
  const stats: TokenStats = tokens.stats();
  const sum: number = stats.hits + stats.fetches + stats.coalesced + stats.retries + stats.failures + stats.entries;
  const maybe: (number | undefined)[] = [stats.nextRefreshInMs, stats.skewMs, sum];
  maybe.pop();
  tokens.dispose();
}

export function explain(error: unknown): string {
  if (!(error instanceof TokenError)) throw error;
  const plain: Error = error;
  holds<Equal<typeof error.code, TokenErrorCode>>();
  holds<Equal<typeof error.name, "TokenError">>();
  const details: [
    boolean,
    number | undefined,
    string | undefined,
    number | undefined,
    number,
    TokenKey | undefined,
    unknown,
  ] = [error.transient, error.status, error.description, error.retryAfterMs, error.attempts, error.key, error.cause];
  switch (error.code) {
    case "unauthorized":
      return "sign in";
    case "secret_exposed":
      return plain.message;
    default:
      return String(details[0]);
  }
}

export function fake(key: TokenKey): TokenError[] {
  const details: TokenErrorDetails = { transient: true, retryAfterMs: 30_000, attempts: 1, key, cause: new Error() };
  return [new TokenError("forbidden"), new TokenError("rate_limited", { status: 429, description: "no", ...details })];
}

export function look(snapshot: TokenSnapshot): string {
  switch (snapshot.status) {
    case "loading":
    case "ready":
    case "refreshing":
    case "retrying":
    case "failed":
      return String([
        snapshot.error?.code,
        snapshot.retryAt,
        snapshot.fetchedAt,
        snapshot.refreshAt,
        snapshot.expiresAt,
      ]);
    default: {
      const none: never = snapshot.status;
      return none;
    }
  }
}

export async function stream(): Promise<TokenManager> {
  await streaming.init();
  await streaming.init("/tokens.wasm");
  await streaming.init(new URL("https://app.example/tokens.wasm"));
  await streaming.init(fetch("/tokens.wasm"));
  await streaming.init(new Uint8Array(8));
  await streaming.init(new ArrayBuffer(8));
  await streaming.init(new WebAssembly.Module(new Uint8Array(8)));
  await streaming.init(wasm);
  holds<Equal<typeof streaming.TokenError, typeof TokenError>>();
  return streaming.createTokenManager(options);
}

export function share(): number {
  holds<Equal<typeof tabs.TokenError, typeof TokenError>>();
  holds<Equal<typeof tabs.createTokenManager, typeof createTokenManager>>();
  const sharing: TokenManager = tabs.createTokenManager(options);
  const shared: boolean | undefined = sharing.source(key).peek()?.shared;
  return shared ? (sharing.stats().shared ?? 0) : 0;
}
