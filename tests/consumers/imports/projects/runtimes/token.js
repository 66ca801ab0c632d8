// node token.js <entry> <endpoint>: requests a token on a server, and disposes of the manager.

const [, , entry, endpoint] = process.argv;
const { createTokenManager, init } = await import(entry);
await init?.();
const tokens = createTokenManager({ endpoint, user: "user_1", shareAcrossTabs: entry.endsWith("/tabs") });
const source = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
const received = [];
source.subscribe((snapshot) => received.push(String(snapshot?.status ?? null)));
const token = await source.getToken();
tokens.dispose();
console.log(JSON.stringify({ token, received }));
