import { createTokenManager } from "workos-widget-tokens";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
tokens.setUser({ id: "user_1" }); // must not compile: 2345
