// The memory in use of a page after garbage collection.

/**
 * @param {import("playwright-core").CDPSession} cdp
 * @returns {Promise<number>} bytes of the JavaScript heap
 */
export async function heapBytes(cdp) {
  // Objects collected in one round may make others collectable.
  for (let collections = 0; collections < 3; collections++) await cdp.send("HeapProfiler.collectGarbage");
  return (await cdp.send("Runtime.getHeapUsage")).usedSize;
}
