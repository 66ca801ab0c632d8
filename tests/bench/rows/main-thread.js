// How long a start keeps the page from doing anything else, on a slow machine.

import { inMilliseconds } from "../measurement.js";
import { summary } from "../median.js";
import { call, withPage } from "../pages.js";
import { DEFAULT, STREAMING } from "../starts.js";

const ROUNDS = 9;
const SLOWED = 6;
const MOST_MS = 50;

/** What a trace has to hold: the tasks, and the marks of the page. */
const CATEGORIES = ["toplevel", "disabled-by-default-devtools.timeline", "blink.user_timing"];

/** @typedef {{ name: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number }} TraceEvent */

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  const tasks = { default: await longestTasks(run, DEFAULT), streaming: await longestTasks(run, STREAMING) };
  const own = tasks.default.processorMs.median;
  const rows = [
    {
      what: `main thread during start, the processor slowed ${SLOWED} ×`,
      target: `no task over ${MOST_MS} ms`,
      measured:
        `longest task ${inMilliseconds(own)} of processor time (${inMilliseconds(tasks.default.clockMs.median)} by ` +
        `the clock); streaming entry ${inMilliseconds(tasks.streaming.processorMs.median)}`,
      isReached: own <= MOST_MS,
    },
  ];
  return { rows, columns: [], figures: { slowed: SLOWED, longestTaskMs: tasks } };
}

/**
 * @param {import("../measurement.js").Run} run
 * @param {typeof DEFAULT} entry
 */
async function longestTasks(run, entry) {
  const processorMs = [];
  const clockMs = [];
  for (let round = 0; round < ROUNDS; round++) {
    const tasks = await withPage(run, (page, cdp) => tasksOfStart(run.browser, page, cdp, entry));
    processorMs.push(Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1_000)));
    clockMs.push(Math.max(...tasks.map(({ dur = 0 }) => dur / 1_000)));
  }
  return { processorMs: summary(processorMs), clockMs: summary(clockMs) };
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").Page} page
 * @param {import("playwright-core").CDPSession} cdp
 * @param {typeof DEFAULT} entry
 * @returns {Promise<TraceEvent[]>}
 */
async function tasksOfStart(browser, page, cdp, { start, script }) {
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  await browser.startTracing(page, { categories: CATEGORIES });
  await call(page, "marked-start.js", "measure", start, script);
  /** @type {{ traceEvents: TraceEvent[] }} */
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const markOf = (/** @type {string} */ name) =>
    /** @type {TraceEvent} */ (traceEvents.find((event) => event.name === name));
  const [begin, end] = [markOf("start begins"), markOf("start ends")];
  return traceEvents.filter(
    ({ name, pid, tid, ts, dur = 0 }) =>
      name === "RunTask" && pid === begin.pid && tid === begin.tid && ts + dur >= begin.ts && ts <= end.ts,
  );
}
