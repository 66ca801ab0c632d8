/** How much longer a start takes than a bare fetch, in a page that has loaded none of it before. */

import { bareFetch, starts } from "./starts.js";

const FETCHES = 5;

/**
 * @param {keyof typeof starts} start
 * @param {string} script
 * @returns {Promise<number>} milliseconds
 */
export async function measure(start, script) {
  // The first request may have to open a connection, which is not the start's cost.
  await bareFetch();
  const fetchMs = [];
  for (let fetches = 0; fetches < FETCHES; fetches++) fetchMs.push(await timeOf(bareFetch));
  const ms = await timeOf(() => starts[start](script));
  return ms - fetchMs.toSorted((one, other) => one - other)[Math.floor(FETCHES / 2)];
}

/** @param {() => Promise<string>} take */
async function timeOf(take) {
  const start = performance.now();
  const token = await take();
  const ms = performance.now() - start;
  if (!token) throw new Error("there is no token");
  return ms;
}
