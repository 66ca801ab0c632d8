// Warm reads: by source, by key, and with many keys cached.

import { besideIt } from "../baseline.js";
import { inMicroseconds, times } from "../measurement.js";
import { summary } from "../median.js";
import { call, withPage } from "../pages.js";
import { boundInWords, judge, verdictOn } from "../verdicts.js";

/** How well an engine compiles a reader differs from page to page. */
const PAGES = 7;
const ROUNDS = 21;
const ROUND_MS = 1;
const HELD = 10_000;

const FLOOR = "floors/map.js";
const BY_SOURCE = "ours/by-source.js";
const BY_KEY = "ours/by-key.js";
/** The same by the baseline. */
const BEFORE = { [BY_SOURCE]: "baseline/by-source.js", [BY_KEY]: "baseline/by-key.js" };

const TIMES_BY_SOURCE = { most: 1, aim: 0.9 };
const TIMES_BY_KEY = { most: 1.3, aim: 1.2 };
const MOST_WITH_MANY_HELD = 1.5;

/** @typedef {{ file: string, held?: number, isInTurn?: boolean } & ReturnType<typeof summary>} Reading */

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  const { contenders } = run;
  const holders = contenders.filter(({ cannot }) => !cannot.holding);
  const readers = [
    ...contenders.map(({ file }) => ({ file })),
    ...holders.flatMap(({ file }) => [
      { file, held: 1 },
      { file, held: HELD },
      { file, held: HELD, isInTurn: true },
    ]),
  ];
  const plan = { readers, rounds: ROUNDS, roundMs: ROUND_MS };
  /** @type {number[][][]} by page, reader and round */
  const microseconds = [];
  for (let pages = 0; pages < PAGES; pages++) {
    microseconds.push(await withPage(run, (page) => call(page, "warm-reads.js", "measure", plan)));
  }
  const readings = readers.map((reader, index) => ({
    ...reader,
    ...summary(microseconds.flatMap((ofPage) => ofPage[index])),
  }));
  return {
    rows: rowsOf(contenders, readings),
    columns: columnsOf(contenders, readings),
    figures: { unit: "µs a read", readings },
  };
}

/**
 * @param {import("../contenders.js").Contender[]} contenders
 * @param {Reading[]} readings
 */
function rowsOf(contenders, readings) {
  const floor = readingOf(readings, FLOOR);
  const byPeers = contenders.filter(({ kind }) => kind === "peer").map(({ file }) => readingOf(readings, file).median);
  const timesTheFloor = (/** @type {Reading | undefined} */ reading) => reading && reading.median / floor.median;
  /**
   * @param {string} what
   * @param {keyof typeof BEFORE} file
   * @param {import("../verdicts.js").Bound} bound
   */
  const row = (what, file, bound) => {
    const own = readingOf(readings, file);
    const isAhead = own.median < Math.min(...byPeers);
    const before = timesTheFloor(readings.find((one) => one.file === BEFORE[file] && one.held === undefined));
    return {
      what,
      target: `${boundInWords(bound, times, "an async Map read by hand")}; ahead of every peer`,
      measured:
        `${times(own.median / floor.median)} (${inMicroseconds(own.median)}; the least of both ` +
        `${times(own.least / floor.least)}${besideIt(before, times)}), ` +
        `${isAhead ? "ahead" : "not ahead"} of every peer`,
      verdict: isAhead ? judge(own.median / floor.median, bound) : "missed",
    };
  };
  const growth = (/** @type {string} */ file) =>
    readingOf(readings, file, HELD).median / readingOf(readings, file, 1).median;
  const growths = [growth(BY_SOURCE), growth(BY_KEY)];
  const inTurn = (/** @type {string} */ file) => inMicroseconds(readingOf(readings, file, HELD, true).median);
  return [
    row("warm read by source handle", BY_SOURCE, TIMES_BY_SOURCE),
    row("warm read by key object", BY_KEY, TIMES_BY_KEY),
    {
      what: `warm read with ${HELD.toLocaleString("en")} keys held`,
      target: `at most ${MOST_WITH_MANY_HELD} × that with one key`,
      measured:
        `${times(growths[0])} by source, ${times(growths[1])} by key; all of them in turn, limited by memory ` +
        `access: ${inTurn(BY_SOURCE)} and ${inTurn(BY_KEY)}, the Map ${inTurn(FLOOR)}`,
      verdict: verdictOn(Math.max(...growths) <= MOST_WITH_MANY_HELD),
    },
  ];
}

/**
 * @param {import("../contenders.js").Contender[]} contenders
 * @param {Reading[]} readings
 */
function columnsOf(contenders, readings) {
  const own = readingOf(readings, BY_SOURCE);
  const cells = contenders.map(({ name, file, cannot }) => {
    const { median } = readingOf(readings, file);
    return {
      name,
      warm: inMicroseconds(median),
      ratio: times(median / own.median),
      holding: cannot.holding ?? inMicroseconds(readingOf(readings, file, HELD).median),
    };
  });
  const column = (/** @type {string} */ title, /** @type {"warm" | "ratio" | "holding"} */ cell) => ({
    title,
    cells: Object.fromEntries(cells.map((one) => [one.name, one[cell]])),
  });
  return [
    column("warm read", "warm"),
    column("to source.getToken()", "ratio"),
    column(`with ${HELD.toLocaleString("en")} keys`, "holding"),
  ];
}

/**
 * @param {Reading[]} readings
 * @param {string} file
 * @param {number} [held]
 * @param {boolean} [isInTurn]
 */
function readingOf(readings, file, held, isInTurn) {
  const reading = readings.find((one) => one.file === file && one.held === held && one.isInTurn === isInTurn);
  return /** @type {Reading} */ (reading);
}
