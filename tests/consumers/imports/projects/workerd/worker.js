// A Worker that creates a manager at its top level, requests tokens without the module, and then
// with it.

import { createTokenManager } from "workos-widget-tokens";
import { createTokenManager as createStreaming, init } from "workos-widget-tokens/streaming";
import wasm from "workos-widget-tokens/workos-widget-tokens.wasm";

const key = { organizationId: "org_1", widgetScope: "sso" };
const atTopLevel = createTokenManager({ endpoint: "/api/widget-token" });
atTopLevel.source(key).subscribe(() => {});

const refusalOf = ({ name, code, transient, message }) => ({ name, code, transient, message });
const ask = (work) => work().catch(refusalOf);

export default {
  async fetch(request) {
    const endpoint = new URL("/api/widget-token", request.url).href;
    const inRequest = createTokenManager({ endpoint });
    const forbidden = [await ask(() => atTopLevel.getToken(key)), await ask(() => inRequest.getToken(key))];
    await init(wasm);
    const relative = await ask(() => atTopLevel.getToken(key));
    const given = createStreaming({ endpoint: "https://app.example/api/widget-token" });
    const tokens = [await ask(() => given.getToken(key)), await ask(given.source(key).getToken)];
    const invalid = await ask(async () => createStreaming({ endpoint: 5 }));
    return Response.json({ forbidden, relative, tokens, invalid });
  },
};
