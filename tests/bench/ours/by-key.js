/** This package, read by key: `tokens.getToken(key)`. */

import { KEY } from "../floors/route.js";
import { heldBy, managerHolding, newManager } from "./managers.js";

export async function warm() {
  const tokens = newManager();
  await tokens.getToken(KEY);
  return () => tokens.getToken(KEY);
}

export function cold() {
  const tokens = newManager();
  return () => tokens.getToken(KEY);
}

/** @param {number} count */
export async function holding(count) {
  const tokens = await managerHolding(count);
  const keys = heldBy(count);
  return (/** @type {number} */ index) => tokens.getToken(keys[index]);
}
