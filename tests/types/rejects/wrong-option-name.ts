import { createTokenManager } from "workos-widget-tokens";

createTokenManager({
  endpoint: "/api/widget-token",
  refreshLead: 60_000, // must not compile: 2561
});
