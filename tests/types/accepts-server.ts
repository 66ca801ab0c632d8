// Everything here compiles without browser types, as on a server.

import { createTokenManager, type TokenManager, type TokenManagerOptions } from "workos-widget-tokens";
import { init } from "workos-widget-tokens/streaming";
import wasm from "workos-widget-tokens/workos-widget-tokens.wasm";

const options: TokenManagerOptions = {
  endpoint: "https://app.example/api/widget-token",
  headers: async () => ({ "X-CSRF": "1" }),
  credentials: "include",
  parseResponse: (body) => ({ token: body.jwt }),
  fetch: async (url, init) => ({ url, init }) as any,
};

export async function make(): Promise<TokenManager> {
  await init();
  await init(wasm);
  await init("/tokens.wasm");
  await init(new Uint8Array(8));
  return createTokenManager(options);
}

export const read = (tokens: TokenManager): Promise<string> =>
  tokens.getToken({ organizationId: "org_1", widgetScope: "sso" }, { waitTimeoutMs: 0 });
