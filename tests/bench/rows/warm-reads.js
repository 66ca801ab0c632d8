// Warm reads: by source handle, by key object, and with many keys held.

import { CONTENDERS } from "../contenders.js";
import { inMicroseconds, times } from "../measurement.js";
import { summary } from "../median.js";
import { call, withPage } from "../pages.js";

const ROUNDS = 101;
const ROUND_MS = 1;
const HELD = 10_000;

const FLOOR = "floors/map.js";
const BY_SOURCE = "ours/by-source.js";
const BY_KEY = "ours/by-key.js";

const MOST_BY_SOURCE = 1.25;
const MOST_BY_KEY = 2;
const MOST_WITH_MANY_HELD = 1.5;

/** @typedef {{ file: string, held?: number, isInTurn?: boolean } & ReturnType<typeof summary>} Reading */

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  const holders = CONTENDERS.filter(({ cannot }) => !cannot.holding);
  const readers = [
    ...CONTENDERS.map(({ file }) => ({ file })),
    ...holders.flatMap(({ file }) => [
      { file, held: 1 },
      { file, held: HELD },
      { file, held: HELD, isInTurn: true },
    ]),
  ];
  const plan = { readers, rounds: ROUNDS, roundMs: ROUND_MS };
  /** @type {number[][]} */
  const microseconds = await withPage(run, (page) => call(page, "warm-reads.js", "measure", plan));
  const readings = readers.map((reader, index) => ({ ...reader, ...summary(microseconds[index]) }));
  return { rows: rowsOf(readings), columns: columnsOf(readings), figures: { unit: "µs a read", readings } };
}

/** @param {Reading[]} readings */
function rowsOf(readings) {
  const floor = readingOf(readings, FLOOR);
  const byPeers = CONTENDERS.filter(({ kind }) => kind === "peer").map(({ file }) => readingOf(readings, file).median);
  const row = (/** @type {string} */ what, /** @type {string} */ file, /** @type {number} */ most) => {
    const own = readingOf(readings, file);
    const isAhead = own.median < Math.min(...byPeers);
    return {
      what,
      target: `at most ${most} × an async Map read by hand; ahead of every peer`,
      measured:
        `${times(own.median / floor.median)} (${inMicroseconds(own.median)}; the least of both ` +
        `${times(own.least / floor.least)}), ${isAhead ? "ahead" : "not ahead"} of every peer`,
      isReached: own.median <= most * floor.median && isAhead,
    };
  };
  const growth = (/** @type {string} */ file) =>
    readingOf(readings, file, HELD).median / readingOf(readings, file, 1).median;
  const growths = [growth(BY_SOURCE), growth(BY_KEY)];
  const inTurn = (/** @type {string} */ file) => inMicroseconds(readingOf(readings, file, HELD, true).median);
  return [
    row("warm read by source handle", BY_SOURCE, MOST_BY_SOURCE),
    row("warm read by key object", BY_KEY, MOST_BY_KEY),
    {
      what: `warm read with ${HELD.toLocaleString("en")} keys held`,
      target: `at most ${MOST_WITH_MANY_HELD} × that with one key`,
      measured:
        `${times(growths[0])} by source, ${times(growths[1])} by key; all of them in turn, where memory is what ` +
        `counts: ${inTurn(BY_SOURCE)} and ${inTurn(BY_KEY)}, the Map ${inTurn(FLOOR)}`,
      isReached: Math.max(...growths) <= MOST_WITH_MANY_HELD,
    },
  ];
}

/** @param {Reading[]} readings */
function columnsOf(readings) {
  const own = readingOf(readings, BY_SOURCE);
  const cells = CONTENDERS.map(({ name, file, cannot }) => {
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
