// node token.js <entry> <endpoint>: whoever asks for a token on a server is given it, and can end it all.

const [, , entry, endpoint] = process.argv;
const { createTokenManager, init } = await import(entry);
await init?.();
const tokens = createTokenManager({ endpoint, user: "user_1", shareAcrossTabs: entry.endsWith("/tabs") });
const source = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
const told = [];
source.subscribe((snapshot) => told.push(String(snapshot?.status ?? null)));
const token = await source.getToken();
tokens.dispose();
console.log(JSON.stringify({ token, told }));
