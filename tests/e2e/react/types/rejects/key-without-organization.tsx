import { createTokenManager } from "workos-widget-tokens";
import { useWidgetToken } from "workos-widget-tokens/react";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
export const useIt = () => useWidgetToken(tokens, { widgetScope: "sso" }); // must not compile: 2741
