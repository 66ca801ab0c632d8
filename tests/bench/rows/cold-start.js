// From the import to the first token, in a new page each time.

import { BASELINE, besideIt } from "../baseline.js";
import { inMilliseconds, times } from "../measurement.js";
import { summary } from "../median.js";
import { shuffled } from "../page/shuffled.js";
import { call, withPage } from "../pages.js";
import { BASELINES, OURS, startsWith } from "../starts.js";
import { boundInWords, judge } from "../verdicts.js";

const ROUNDS = 61;
/** Figures that are only shown need fewer rounds than those of a ratio. */
const ROUNDS_BETWEEN_OTHERS = 2;

/** As a multiple of the baseline's. */
const TIMES = { streaming: { most: 1.1, aim: 0.9 }, default: { most: 1.3, aim: 1 } };

const NAMES = { streaming: "`streaming` entry", default: "default entry" };

/** @typedef {{ start: string, script: string, overMs: number[] }} Tally */
/** @typedef {ReturnType<typeof summary>} Reading */

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  const others = run.contenders.filter(({ kind, cannot }) => (kind === "floor" || kind === "peer") && !cannot.start);
  /** @type {Tally[]} */
  const compared = startsWith(run.baseline).map((start) => ({ ...start, overMs: [] }));
  /** @type {Tally[]} */
  const beside = others.map(({ file }) => ({ start: "contender", script: scriptOf(file), overMs: [] }));
  const tallies = [...compared, ...beside];
  for (let round = 0; round < ROUNDS; round++) {
    for (const { start, script, overMs } of shuffled(round % ROUNDS_BETWEEN_OTHERS === 0 ? tallies : compared)) {
      overMs.push(await withPage(run, (page) => call(page, "cold-start.js", "measure", start, script)));
    }
  }
  const readings = tallies.map(({ start, script, overMs }) => ({ start, script, ...summary(overMs) }));
  const byScript = new Map(readings.map((reading) => [reading.script, reading]));
  return {
    rows: [rowOf(byScript, "streaming"), rowOf(byScript, "default")],
    columns: [columnOf(run.contenders, byScript)],
    figures: { unit: "ms over a bare fetch", readings },
  };
}

/**
 * @param {Map<string, Reading>} readings by script
 * @param {keyof typeof OURS} entry
 * @returns {import("../measurement.js").Row}
 */
function rowOf(readings, entry) {
  const own = /** @type {Reading} */ (readings.get(OURS[entry].script));
  const before = readings.get(BASELINES[entry].script);
  const ratios = before && {
    median: own.median / before.median,
    lowerQuartile: own.lowerQuartile / before.lowerQuartile,
  };
  const medians = `${inMilliseconds(own.median)}${besideIt(before?.median, inMilliseconds)}`;
  return {
    what: `cold start, ${NAMES[entry]}: from \`import\` to the first token, less a bare fetch on the same page`,
    target: boundInWords(TIMES[entry], times, `that of ${BASELINE}`),
    measured: ratios
      ? `${times(ratios.median)} (${medians}; their lower quartiles ${times(ratios.lowerQuartile)})`
      : medians,
    verdict: judge(ratios?.median, TIMES[entry]),
  };
}

/**
 * @param {import("../contenders.js").Contender[]} contenders
 * @param {Map<string, Reading>} readings by script
 */
function columnOf(contenders, readings) {
  const cells = contenders.map(({ name, file, kind, cannot }) => {
    const scripts = { ours: OURS.default.script, baseline: BASELINES.default.script };
    const script = kind === "ours" || kind === "baseline" ? scripts[kind] : scriptOf(file);
    return [name, cannot.start ?? inMilliseconds(Number(readings.get(script)?.median))];
  });
  return { title: "cold start over a fetch", cells: Object.fromEntries(cells) };
}

/** @param {string} file */
const scriptOf = (file) => `/bundles/${file}`;
