/** A start between two marks for a trace. */

import { starts } from "./starts.js";

/**
 * @param {keyof typeof starts} start
 * @param {string} script
 */
export async function measure(start, script) {
  performance.mark("start begins");
  await starts[start](script);
  performance.mark("start ends");
}
