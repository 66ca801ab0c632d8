// A thousand concurrent calls without a cached token.

import { inMilliseconds } from "../measurement.js";
import { median, summary } from "../median.js";
import { shuffled } from "../page/shuffled.js";
import { call, withPage } from "../pages.js";
import { verdictOn } from "../verdicts.js";

const CALLS = 1_000;
const ROUNDS = 5;

const BY_KEY = "ours/by-key.js";

/** @typedef {{ name: string, file: string, requests: number[], overMs: number[] }} Tally */

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  /** @type {Tally[]} */
  const tallies = run.contenders.map(({ name, file }) => ({ name, file, requests: [], overMs: [] }));
  await withPage(run, async (page) => {
    for (let round = 0; round < ROUNDS; round++) {
      for (const { file, requests, overMs } of shuffled(tallies)) {
        const fetchMs = await call(page, "concurrent-calls.js", "prepare", file);
        const before = run.server.requests();
        const ms = await call(page, "concurrent-calls.js", "measure", CALLS);
        requests.push(run.server.requests() - before);
        overMs.push(ms - fetchMs);
      }
    }
  });
  const own = /** @type {Tally} */ (tallies.find(({ file }) => file === BY_KEY));
  const most = Math.max(...own.requests);
  const rows = [
    {
      what: `${CALLS.toLocaleString("en")} concurrent cold calls`,
      target: "one request; its time over a bare fetch",
      measured: `${most} ${most === 1 ? "request" : "requests"}, ${inMilliseconds(median(own.overMs))} over a bare fetch`,
      verdict: verdictOn(most === 1),
    },
  ];
  const columns = [
    {
      title: `requests for ${CALLS.toLocaleString("en")} calls at once`,
      cells: cellsOf(tallies, ({ requests }) => Math.max(...requests).toLocaleString("en")),
    },
    { title: "their time over a fetch", cells: cellsOf(tallies, ({ overMs }) => inMilliseconds(median(overMs))) },
  ];
  const readings = tallies.map(({ file, requests, overMs }) => ({ file, requests, overMs: summary(overMs) }));
  return { rows, columns, figures: { calls: CALLS, readings } };
}

/**
 * @param {Tally[]} tallies
 * @param {(tally: Tally) => string} cell
 */
const cellsOf = (tallies, cell) => Object.fromEntries(tallies.map((tally) => [tally.name, cell(tally)]));
