import { createTokenManager } from "workos-widget-tokens";

createTokenManager({
  endpoint: "/api/widget-token",
  requestTimeoutMs: "10s", // must not compile: 2322
});
