import { createTokenRoute } from "workos-widget-tokens/route";

export const route = createTokenRoute({ workos: "sk_test_1", scopes: ["sso"] }); // must not compile: 2741
