/** Keys that are kept fresh all day, by a manager or by hand. */

import { bytesOfSeen } from "./instances.js";

export { wasmBytes } from "./instances.js";

const ROUTE = "/api/widget-token";
/** How early a manual fetch is: as early as the manager's on average. */
const BY_HAND_AFTER_MS = 547_500;

/** @param {number} count */
const keysOf = (count) =>
  Array.from({ length: count }, (_, index) => ({ organizationId: `org_${index}`, widgetScope: "sso" }));

/** @type {unknown[]} objects to keep alive */
const kept = [];

/** @param {number} count */
export async function manager(count) {
  const entry = "/dist/index.js";
  const { createTokenManager } = await import(entry);
  const tokens = createTokenManager({ endpoint: ROUTE });
  kept.push(tokens);
  for (const key of keysOf(count)) tokens.source(key).subscribe(() => {});
  await Promise.all(keysOf(count).map((key) => tokens.getToken(key)));
  bytesOfSeen();
}

/**
 * The same requests at the same times, and nothing else: shows which growth is the browser's own.
 *
 * @param {number} count
 */
export async function byHand(count) {
  const map = new Map();
  kept.push(map);
  const renew = async (/** @type {{ organizationId: string }} */ key) => {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(ROUTE, { method: "POST", headers, body: JSON.stringify(key) });
    map.set(key.organizationId, JSON.parse(await response.text()));
    setTimeout(renew, BY_HAND_AFTER_MS, key);
  };
  await Promise.all(keysOf(count).map(renew));
}
