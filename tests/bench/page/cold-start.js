/** How much longer a start takes than a bare fetch, in a page that has loaded nothing of it before. */

import { bareFetch, starts } from "./starts.js";

const FETCHES = 5;

/**
 * @param {keyof typeof starts} start
 * @param {string} script
 * @returns {Promise<number>} milliseconds
 */
export async function measure(start, script) {
  // The first may have to open a connection, for which the start is not to blame.
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
