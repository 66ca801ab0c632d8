import { createTokenManager } from "workos-widget-tokens";
import { WidgetTokens } from "workos-widget-tokens/react";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
export const element = <WidgetTokens tokens={tokens} organizationId="org_1" user={1} />; // must not compile: 2322
