// The tasks of a page's main thread between two marks, from Chromium's trace.

/** What a trace has to contain: the tasks, and the page's marks. */
const CATEGORIES = ["toplevel", "disabled-by-default-devtools.timeline", "blink.user_timing"];

/** @typedef {{ name: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number }} TraceEvent */

/**
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").Page} page
 * @param {() => Promise<unknown>} work in the page, which marks its begin and end
 * @param {string} name the start of the marks' names
 * @returns {Promise<{ longestMs: number, longestClockMs: number }>} of processor time, and of wall time
 */
export async function longestTaskOf(browser, page, work, name) {
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  /** @type {{ traceEvents: TraceEvent[] }} */
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const markOf = (/** @type {string} */ mark) =>
    /** @type {TraceEvent} */ (traceEvents.find((event) => event.name === `${name} ${mark}`));
  const [begin, end] = [markOf("begins"), markOf("ends")];
  const tasks = traceEvents.filter(
    ({ name, pid, tid, ts, dur = 0 }) =>
      name === "RunTask" && pid === begin.pid && tid === begin.tid && ts + dur >= begin.ts && ts <= end.ts,
  );
  return {
    longestMs: Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1_000)),
    longestClockMs: Math.max(...tasks.map(({ dur = 0 }) => dur / 1_000)),
  };
}
