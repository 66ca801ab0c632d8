// On the server, too, the module is loaded before anything else happens.

import { createTokenManager, init } from "workos-widget-tokens/streaming";

await init();

const tokens = createTokenManager({ endpoint: "/api/widget-token" });

export const getToken = () => tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
