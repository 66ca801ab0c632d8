import { createTokenManager } from "workos-widget-tokens";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
tokens.getToken({
  organizationId: "org_1",
  widgetScope: "sso",
  session: "mount-1", // must not compile: 2353
});
