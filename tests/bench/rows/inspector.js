// The inspector's cost to the inspected page: the longest task, and so the longest frame.

import { inMilliseconds } from "../measurement.js";
import { summary } from "../median.js";
import { call, withPage } from "../pages.js";
import { longestTaskOf } from "../tasks.js";
import { boundInWords, judge } from "../verdicts.js";

const KEYS = 500;
const ROUNDS = 5;
const MS = { most: 50, aim: 16 };
const PARTS = /** @type {const} */ (["open", "look", "renew"]);

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  const ms = {
    open: /** @type {number[]} */ ([]),
    look: /** @type {number[]} */ ([]),
    renew: /** @type {number[]} */ ([]),
  };
  for (let round = 0; round < ROUNDS; round++) {
    await withPage(run, async (page) => {
      await call(page, "inspector.js", "hold", KEYS);
      for (const part of PARTS) {
        const { longestMs } = await longestTaskOf(run.browser, page, () => call(page, "inspector.js", part), part);
        ms[part].push(longestMs);
      }
    });
  }
  const longestTasks = { open: summary(ms.open), look: summary(ms.look), renew: summary(ms.renew) };
  const inWords = (/** @type {keyof typeof ms} */ part) => inMilliseconds(longestTasks[part].median);
  const row = {
    what: `the inspector, open, with ${KEYS} keys: the longest task of the main thread`,
    target: `${boundInWords(MS, inMilliseconds)}, of processor time`,
    measured: `when it opens ${inWords("open")}, while nothing happens ${inWords("look")}, while all are renewed ${inWords("renew")}`,
    verdict: judge(Math.max(...PARTS.map((part) => longestTasks[part].median)), MS),
  };
  return { rows: [row], columns: [], figures: { keys: KEYS, unit: "ms", longestTasks } };
}
