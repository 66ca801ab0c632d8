// node token.js <endpoint>: whoever asks for a token on a server is given it, and can end it all.

import { createTokenManager } from "workos-widget-tokens";

const [, , endpoint] = process.argv;
const tokens = createTokenManager({ endpoint });
console.log(JSON.stringify({ token: await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" }) }));
tokens.dispose();
