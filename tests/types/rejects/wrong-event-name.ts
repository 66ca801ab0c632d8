import { createTokenManager } from "workos-widget-tokens";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
tokens.on("refresh", () => {}); // must not compile: 2345
