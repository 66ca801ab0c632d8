// From the import to the first token, in a new page each time.

import { CONTENDERS } from "../contenders.js";
import { inMilliseconds } from "../measurement.js";
import { summary } from "../median.js";
import { shuffled } from "../page/shuffled.js";
import { call, withPage } from "../pages.js";
import { DEFAULT, STREAMING } from "../starts.js";

const ROUNDS = 15;
const MOST_MS = 10;

/** @typedef {{ start: string, script: string, overMs: number[] }} Tally */

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  const others = CONTENDERS.filter(({ kind, cannot }) => kind !== "ours" && !cannot.start);
  /** @type {Tally[]} */
  const tallies = [
    { ...DEFAULT, overMs: [] },
    { ...STREAMING, overMs: [] },
    ...others.map(({ file }) => ({ start: "contender", script: scriptOf(file), overMs: [] })),
  ];
  for (let round = 0; round < ROUNDS; round++) {
    for (const { start, script, overMs } of shuffled(tallies)) {
      overMs.push(await withPage(run, (page) => call(page, "cold-start.js", "measure", start, script)));
    }
  }
  const readings = tallies.map(({ start, script, overMs }) => ({ start, script, ...summary(overMs) }));
  const medianOf = (/** @type {string} */ script) =>
    /** @type {{ median: number }} */ (readings.find((reading) => reading.script === script)).median;
  const ownMs = medianOf(DEFAULT.script);
  const rows = [
    {
      what: "cold start: from `import` to the first token, less a bare fetch on the same page",
      target: `at most ${MOST_MS} ms, median`,
      measured: `${inMilliseconds(ownMs)}; streaming entry ${inMilliseconds(medianOf(STREAMING.script))}`,
      isReached: ownMs <= MOST_MS,
    },
  ];
  const cells = CONTENDERS.map(({ name, file, kind, cannot }) => {
    const script = kind === "ours" ? DEFAULT.script : scriptOf(file);
    return [name, cannot.start ?? inMilliseconds(medianOf(script))];
  });
  const columns = [{ title: "cold start over a fetch", cells: Object.fromEntries(cells) }];
  return { rows, columns, figures: { unit: "ms over a bare fetch", readings } };
}

/** @param {string} file */
const scriptOf = (file) => `/bundles/${file}`;
