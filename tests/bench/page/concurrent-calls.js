/** Many concurrent calls without a cached token. */

const FLOOR = "floors/bare-fetch.js";

/** @type {() => Promise<string>} */
let read;

/**
 * @param {string} file the contender's
 * @returns {Promise<number>} milliseconds of a bare fetch
 */
export async function prepare(file) {
  read = await readerOf(file);
  const fetchToken = await readerOf(FLOOR);
  // The first request may have to open a connection.
  await fetchToken();
  const start = performance.now();
  await fetchToken();
  return performance.now() - start;
}

/**
 * @param {number} calls
 * @returns {Promise<number>} milliseconds until the last call has its token
 */
export async function measure(calls) {
  const start = performance.now();
  const tokens = await Promise.all(Array.from({ length: calls }, () => read()));
  const ms = performance.now() - start;
  if (!tokens.every(Boolean)) throw new Error("one of them has no token");
  return ms;
}

/** @param {string} file */
const readerOf = async (file) => (await import(`/bundles/${file}`)).cold();
