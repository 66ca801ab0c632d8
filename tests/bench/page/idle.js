/** A manager that is not in use. */

import { state } from "./wakes.js";

/** @type {import("../../../dist/index.js").TokenManager} */
let tokens;

export async function open() {
  const entry = "/dist/index.js";
  const { createTokenManager } = await import(entry);
  tokens = createTokenManager({ endpoint: "/api/widget-token" });
}

/** Reads a key twice, so that there is a lease; then unsubscribes. */
export async function readOnce() {
  const source = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
  await source.getToken();
  await source.getToken();
}

export { state };
