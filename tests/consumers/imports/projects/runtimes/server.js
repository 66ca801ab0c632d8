// node server.js <entry>: creates and inspects a manager, as in a server-rendered page.

import { watch } from "./watch.js";

const [, , entry] = process.argv;
const { createTokenManager, init } = await import(entry);
const result = { received: [], refused: [] };
result.seen = await watch(async () => {
  await init?.("/workos-widget-tokens.wasm");
  const shareAcrossTabs = entry.endsWith("/tabs");
  const tokens = createTokenManager({ endpoint: "/api/widget-token", user: "user_1", shareAcrossTabs });
  const source = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
  tokens.on("error", () => {});
  source.subscribe((snapshot) => result.received.push(snapshot ?? null))();
  for (const listen of [(listener) => tokens.on("error", listener), source.subscribe.bind(source)]) {
    for (const listener of [undefined, null, {}, "listener"]) {
      try {
        listen(listener);
        result.refused.push("nothing");
      } catch ({ name, code, description }) {
        result.refused.push({ name, code, description });
      }
    }
  }
  source.invalidate();
  tokens.setUser("user_2");
  tokens.clear();
  result.snapshot = source.peek() ?? null;
  result.stats = tokens.stats();
  result.states = tokens.inspect();
  tokens.dispose();
});
console.log(JSON.stringify(result));
