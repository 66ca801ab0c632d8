import { createTokenManager } from "workos-widget-tokens";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
tokens.source({
  organizationId: "org_1",
  widgetScope: ["sso", "users-table"], // must not compile: 2322
});
