import {
  createTokenRoute,
  type Limiter,
  memoryLimiter,
  redisLimiter,
  type SignedIn,
  type TokenRoute,
  toNodeHandler,
} from "workos-widget-tokens/route";

const ada: SignedIn = { userId: "user_1", organizationIds: new Set(["org_1"]), workosUserId: null };

const byKey: TokenRoute = createTokenRoute({
  workos: "sk_test_1",
  authenticate: (request, context) => (context.session && request.url ? ada : null),
  scopes: { sso: "widgets:sso:manage" },
});

const byClient = createTokenRoute({
  workos: () => ({ widgets: {} }),
  authenticate: async () => ada,
  scopes: ["sso", "dsync"],
  origins: ["https://app.example"],
  expiresInSeconds: 120,
  requestsPerMinute: 600,
  requestsPerUserPerMinute: undefined,
  limiter: redisLimiter({}, { prefix: "app" }),
  timeoutMs: 5_000,
  onError: ({ code, message }) => console.error(code === "limiter_away", message),
});

const own: Limiter = {
  take: () => ({ waitMs: 0, limit: "key" }),
  refused: async ({ userId }, pauseMs, { perMinute }) => ({
    waitMs: userId.length + pauseMs + perMinute,
    limit: "user",
  }),
};

export const reply: Promise<Response> = byKey(new Request("https://app.example"));
export const handlers = [toNodeHandler(byClient), toNodeHandler(byKey)];
export const limiters: Limiter[] = [memoryLimiter({ now: () => 0 }), own];
