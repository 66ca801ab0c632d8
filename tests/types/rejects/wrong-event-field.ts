import { createTokenManager } from "workos-widget-tokens";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
tokens.on("token", ({ token }) => token); // must not compile: 2339
