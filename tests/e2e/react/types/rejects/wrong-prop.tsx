import { createTokenManager } from "workos-widget-tokens";
import { WidgetTokens } from "workos-widget-tokens/react";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
export const element = <WidgetTokens tokens={tokens} organisationId="org_1" organizationId="org_1" />; // must not compile: 2322
