import type { TokenRouteOptions } from "workos-widget-tokens/route";

export const options: Partial<TokenRouteOptions> = { apiKey: "sk_test_1" }; // must not compile: 2353
