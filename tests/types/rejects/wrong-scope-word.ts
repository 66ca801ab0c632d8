import { createTokenManager } from "workos-widget-tokens";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
tokens.getToken({
  organizationId: "org_1",
  widgetScope: "audit-logs", // must not compile: 2820
});
