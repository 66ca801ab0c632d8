// The cost of createTokenManager on a page with another manager, in a new page each time.

import { besideIt } from "../baseline.js";
import { inMilliseconds } from "../measurement.js";
import { summary } from "../median.js";
import { shuffled } from "../page/shuffled.js";
import { call, withPage } from "../pages.js";
import { BASELINES, OURS } from "../starts.js";
import { boundInWords, judge } from "../verdicts.js";

const ROUNDS = 41;
const MS = { most: 0.3, aim: 0.15 };

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  /** @type {Map<string, number[]>} */
  const ms = new Map([[OURS.default.script, []]]);
  if (run.baseline) ms.set(BASELINES.default.script, []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [script, own] of shuffled([...ms])) {
      own.push(await withPage(run, (page) => call(page, "second-manager.js", "measure", script)));
    }
  }
  const readings = [...ms].map(([script, own]) => ({ script, ...summary(own) }));
  const [ours, baseline] = readings;
  const rows = [
    {
      what: "a second manager on the page: its `createTokenManager`",
      target: boundInWords(MS, inMilliseconds),
      measured: `${inMilliseconds(ours.median)}${besideIt(baseline?.median, inMilliseconds)}`,
      verdict: judge(ours.median, MS),
    },
  ];
  return { rows, columns: [], figures: { unit: "ms", readings } };
}
