import { createTokenManager } from "workos-widget-tokens";

const tokens = createTokenManager({ endpoint: new URLSearchParams(location.search).get("endpoint") });
const sso = tokens.source({ organizationId: "org_1", widgetScope: "sso" });

sso.getToken().then((token) => {
  document.querySelector("output").textContent = token;
});
