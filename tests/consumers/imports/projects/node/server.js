// node server.js: a manager is made and looked at, as in a page that is rendered on a server.

import { createTokenManager } from "workos-widget-tokens";
import { watch } from "./watch.js";

const result = {};
result.seen = await watch(() => {
  const tokens = createTokenManager({ endpoint: "/api/widget-token", user: "user_1" });
  const source = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
  tokens.on("error", () => {});
  tokens.setUser("user_2");
  result.snapshot = source.peek() ?? null;
  result.stats = tokens.stats();
});
console.log(JSON.stringify(result));
