// A manager for each request: a Worker cannot await in one request what it started in another.

import { createTokenManager, init } from "workos-widget-tokens/streaming";
import wasm from "workos-widget-tokens/workos-widget-tokens.wasm";

await init(wasm);

export default {
  async fetch(_request, env) {
    const tokens = createTokenManager({ endpoint: env.TOKEN_ROUTE });
    try {
      const key = { organizationId: "org_01H5K5Z4J8T9D3G2F1N6M8V7C4", widgetScope: "sso" };
      return new Response(await tokens.getToken(key));
    } finally {
      tokens.dispose();
    }
  },
};
