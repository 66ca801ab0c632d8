import { WidgetTokens } from "workos-widget-tokens/react";

export const element = <WidgetTokens organizationId="org_1" />; // must not compile: 2741
