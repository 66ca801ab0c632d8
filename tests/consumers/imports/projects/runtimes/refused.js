// node refused.js <entry>: prints the error of a token request where no page resolves the endpoint.

const [, , entry] = process.argv;
const { createTokenManager, init } = await import(entry);
await init?.();
const tokens = createTokenManager({ endpoint: "/api/widget-token" });
const source = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
const refusals = [];
for (const ask of [source.getToken, () => tokens.getToken(source.key)]) {
  const startedAt = performance.now();
  const refused = ({ name, code, transient, message }) => ({ name, code, transient, message });
  refusals.push({ ...(await ask().catch(refused)), ms: performance.now() - startedAt });
}
console.log(JSON.stringify(refusals));
