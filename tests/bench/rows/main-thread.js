// How long a start blocks the page, on a slow machine.

import { besideIt } from "../baseline.js";
import { inMilliseconds } from "../measurement.js";
import { summary } from "../median.js";
import { shuffled } from "../page/shuffled.js";
import { call, withPage } from "../pages.js";
import { BASELINES, OURS, startsWith } from "../starts.js";
import { longestTaskOf } from "../tasks.js";
import { boundInWords, judge } from "../verdicts.js";

const ROUNDS = 15;
const SLOWED = 6;
const MS = { most: 50, aim: 40 };

/** @typedef {{ start: string, script: string, processorMs: number[], clockMs: number[] }} Tally */
/** @typedef {ReturnType<typeof summary>} Summary */

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  /** @type {Tally[]} */
  const tallies = startsWith(run.baseline).map((start) => ({ ...start, processorMs: [], clockMs: [] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { processorMs, clockMs, ...start } of shuffled(tallies)) {
      const longest = await withPage(run, (page, cdp) => longestTaskOfStart(run.browser, page, cdp, start));
      processorMs.push(longest.longestMs);
      clockMs.push(longest.longestClockMs);
    }
  }
  const longestTasks = tallies.map(({ processorMs, clockMs, ...start }) => ({
    ...start,
    processorMs: summary(processorMs),
    clockMs: summary(clockMs),
  }));
  return { rows: [rowOf(longestTasks)], columns: [], figures: { slowed: SLOWED, unit: "ms", longestTasks } };
}

/**
 * @param {{ script: string, processorMs: Summary, clockMs: Summary }[]} tasks
 * @returns {import("../measurement.js").Row}
 */
function rowOf(tasks) {
  const processorMs = new Map(tasks.map((task) => [task.script, task.processorMs.median]));
  const inWords = (/** @type {import("../starts.js").Start} */ { script }) =>
    inMilliseconds(Number(processorMs.get(script)));
  const entries = (/** @type {typeof OURS} */ starts) =>
    `default entry ${inWords(starts.default)}, streaming entry ${inWords(starts.streaming)}`;
  const before = processorMs.has(BASELINES.default.script) ? BASELINES : undefined;
  return {
    what: `the longest task of the main thread during a start, with the processor slowed ${SLOWED} ×`,
    target: `${boundInWords(MS, inMilliseconds)}, of processor time`,
    measured: `${entries(OURS)}${besideIt(before, entries)}`,
    verdict: judge(Math.max(...Object.values(OURS).map(({ script }) => Number(processorMs.get(script)))), MS),
  };
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").Page} page
 * @param {import("playwright-core").CDPSession} cdp
 * @param {import("../starts.js").Start} entry
 */
async function longestTaskOfStart(browser, page, cdp, { start, script }) {
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  return longestTaskOf(browser, page, () => call(page, "marked-start.js", "measure", start, script), "start");
}
