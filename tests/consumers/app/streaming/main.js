import { createTokenManager, init } from "workos-widget-tokens/streaming";

async function main() {
  await init();
  const tokens = createTokenManager({ endpoint: new URLSearchParams(location.search).get("endpoint") });
  const sso = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
  document.querySelector("output").textContent = await sso.getToken();
}

main();
