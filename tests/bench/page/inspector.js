/** The inspector, open, on a manager with many keys. Each part runs between two marks for a trace. */

const RENEWED_WITHIN_MS = 500;
const LOOKED_ON_MS = 2_000;

/** @type {import("../../../dist/index.js").TokenManager} */
let tokens;
/** @type {import("../../../dist/index.js").TokenKey[]} */
let keys;
let count = 0;

/** @param {number} size */
export async function hold(size) {
  const { createTokenManager } = await import(/** @type {string} */ ("/dist/index.js"));
  tokens = createTokenManager({ endpoint: "/api/widget-token", fetch: answer });
  keys = Array.from({ length: size }, (_, index) => ({ organizationId: `org_${index}`, widgetScope: "sso" }));
  for (const key of keys) tokens.source(key).subscribe(() => {});
  await Promise.all(keys.map((key) => tokens.getToken(key)));
}

/** Mounts it and opens it. */
export async function open() {
  const { mountInspector } = await import(/** @type {string} */ ("/dist/inspector.js"));
  performance.mark("open begins");
  mountInspector(tokens, { parent: document.body });
  await pause(RENEWED_WITHIN_MS);
  performance.mark("open ends");
}

/** Only time passes. */
export async function look() {
  performance.mark("look begins");
  await pause(LOOKED_ON_MS);
  performance.mark("look ends");
}

/** Every key gets a new token, within half a second. */
export async function renew() {
  performance.mark("renew begins");
  const again = keys.map(async (key, index) => {
    await pause((RENEWED_WITHIN_MS * index) / keys.length);
    await tokens.getToken(key, { forceRefresh: true });
  });
  await Promise.all(again);
  await pause(RENEWED_WITHIN_MS);
  performance.mark("renew ends");
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function answer() {
  count++;
  return Response.json({ token: `widget_${crypto.randomUUID()}_${count}`, expires_in: 600 });
}
