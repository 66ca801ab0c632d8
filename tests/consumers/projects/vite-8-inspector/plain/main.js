import { createTokenManager } from "workos-widget-tokens";

const tokens = createTokenManager({ endpoint: new URLSearchParams(location.search).get("endpoint") });

if (import.meta.env.DEV) {
  const { mountInspector } = await import("workos-widget-tokens/inspector");
  mountInspector(tokens);
}

document.querySelector("output").textContent = await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
