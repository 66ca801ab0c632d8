import { createTokenManager } from "workos-widget-tokens";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
const source = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
source.peek().status; // must not compile: 2532
