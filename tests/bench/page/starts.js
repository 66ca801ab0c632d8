/** From nothing to the first token. */

const ROUTE = "/api/widget-token";
const KEY = { organizationId: "org_1", widgetScope: "sso" };

/** @type {Record<string, (script: string) => Promise<string>>} */
export const starts = {
  async default(script) {
    const { createTokenManager } = await import(script);
    return createTokenManager({ endpoint: ROUTE }).getToken(KEY);
  },

  async streaming(script) {
    const { createTokenManager, init } = await import(script);
    await init();
    return createTokenManager({ endpoint: ROUTE }).getToken(KEY);
  },

  async contender(script) {
    const { cold } = await import(script);
    return cold()();
  },
};

export async function bareFetch() {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(ROUTE, { method: "POST", headers, body: JSON.stringify(KEY) });
  return (await response.json()).token;
}
