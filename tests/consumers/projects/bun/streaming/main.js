import { createTokenManager, init } from "workos-widget-tokens/streaming";
import wasm from "workos-widget-tokens/workos-widget-tokens.wasm" with { type: "file" };

async function main() {
  await init(wasm);
  const tokens = createTokenManager({ endpoint: new URLSearchParams(location.search).get("endpoint") });
  const sso = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
  document.querySelector("output").textContent = await sso.getToken();
}

main();
