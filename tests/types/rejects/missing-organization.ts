import { createTokenManager } from "workos-widget-tokens";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
tokens.getToken({ widgetScope: "sso" }); // must not compile: 2741
