import { createTokenManager } from "workos-widget-tokens";

createTokenManager({
  endpoint: "/api/widget-token",
  credentials: "always", // must not compile: 2322
});
