import { createTokenManager } from "workos-widget-tokens";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
const source = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
source.getToken({ timeout: 5 }); // must not compile: 2353
