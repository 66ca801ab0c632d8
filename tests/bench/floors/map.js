/** A typical hand-written cache: a map and a comparison with the clock. */

import { askRoute } from "./route.js";

const LEAD_MS = 60_000;

/** @typedef {{ token: string, expiresAtMs: number }} Held */

export async function warm() {
  const read = reader(new Map());
  await read("org_1 sso");
  return () => read("org_1 sso");
}

export function cold() {
  const read = reader(new Map());
  return () => read("org_1 sso");
}

/** @param {number} count */
export async function holding(count) {
  /** @type {Map<string, Held>} */
  const map = new Map();
  const keys = Array.from({ length: count }, (_, index) => `org_${index} sso`);
  const held = await askRoute();
  for (const key of keys) map.set(key, { ...held });
  const read = reader(map);
  return (/** @type {number} */ index) => read(keys[index]);
}

/** @param {Map<string, Held>} map */
function reader(map) {
  return async (/** @type {string} */ key) => {
    const held = map.get(key);
    if (held && held.expiresAtMs - Date.now() > LEAD_MS) return held.token;
    const fetched = await askRoute();
    map.set(key, fetched);
    return fetched.token;
  };
}
