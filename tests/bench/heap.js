// What a page holds in memory once everything is thrown away that nobody needs.

/**
 * @param {import("playwright-core").CDPSession} cdp
 * @returns {Promise<number>} bytes of JavaScript's own heap
 */
export async function heapBytes(cdp) {
  // What ends in one collection may only let go of more.
  for (let collections = 0; collections < 3; collections++) await cdp.send("HeapProfiler.collectGarbage");
  return (await cdp.send("Runtime.getHeapUsage")).usedSize;
}
