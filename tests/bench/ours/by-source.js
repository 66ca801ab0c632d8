/** This package, read by source: `source.getToken()`. */

import { KEY } from "../floors/route.js";
import { heldBy, managerHolding, newManager } from "./managers.js";

export async function warm() {
  const { getToken } = newManager().source(KEY);
  await getToken();
  return getToken;
}

export function cold() {
  return newManager().source(KEY).getToken;
}

/** @param {number} count */
export async function holding(count) {
  const tokens = await managerHolding(count);
  const sources = heldBy(count).map((key) => tokens.source(key));
  return (/** @type {number} */ index) => sources[index].getToken();
}
