/**
 * What a read of a token costs that is at hand: many rounds of a moment each, and in each all the
 * readers, in random order. So a busy machine, which takes the processor away for longer than a
 * moment, spoils some rounds and not the median.
 */

import { shuffled } from "./shuffled.js";

const WARM_UP_READS = 20_000;
const WARM_UP_MS = 100;
/** The only one that may ask the server for what it is asked for. */
const FETCHES = "floors/bare-fetch.js";
/** So that one key follows another, and not its neighbour in memory. */
const STRIDE = 4_099;

let fetches = 0;
const { fetch } = globalThis;
globalThis.fetch = (...args) => {
  fetches++;
  return fetch(...args);
};

/**
 * @typedef {object} Reader
 * @property {string} file
 * @property {number} [held] how many keys are held
 * @property {boolean} [isInTurn] whether they are read one after another; one of them, always, if not
 */

/**
 * @param {{ readers: Reader[], rounds: number, roundMs: number }} plan
 * @returns {Promise<number[][]>} microseconds a read, by reader and round
 */
export async function measure({ readers, rounds, roundMs }) {
  /** @type {Map<Reader, Awaited<ReturnType<typeof prepare>>>} */
  const prepared = new Map();
  // Whoever comes first finds another engine than whoever comes last.
  for (const reader of shuffled(readers)) prepared.set(reader, await prepare(reader));
  const runs = [...prepared.values()];
  for (let round = 0; round < rounds; round++) {
    for (const run of shuffled(runs)) {
      run.microseconds.push(1_000 * (await timeOf(run, Math.max(1, Math.round(roundMs / run.readMs)))));
    }
  }
  return readers.map((reader) => prepared.get(reader)?.microseconds ?? []);
}

/** @param {Reader} reader */
async function prepare({ file, held, isInTurn }) {
  const contender = await import(`/bundles/${file}`);
  const read = held === undefined ? await contender.warm() : await contender.holding(held);
  const run = {
    file,
    read,
    held,
    loop: loopOf({ file, held, isInTurn }),
    readMs: 0,
    microseconds: /** @type {number[]} */ ([]),
  };
  run.readMs = await timeOf(run, 5);
  run.readMs = await timeOf(run, Math.min(WARM_UP_READS, Math.ceil(WARM_UP_MS / run.readMs)));
  return run;
}

/**
 * Milliseconds a read.
 *
 * @param {{ file: string, read: Function, held?: number, loop: Function }} run
 * @param {number} reads
 */
async function timeOf({ file, read, held, loop }, reads) {
  fetches = 0;
  const start = performance.now();
  await loop(read, reads, held);
  const ms = (performance.now() - start) / reads;
  if (fetches > 0 && file !== FETCHES) throw new Error(`${file} had nothing at hand`);
  return ms;
}

/**
 * A loop of its own for each reader, made of a text of its own: were it one function for all, what
 * the engine learns of one reader would be the next one's cost.
 *
 * @param {Reader} reader
 */
function loopOf({ file, held, isInTurn }) {
  const index = isInTurn ? `index * ${STRIDE} % held` : "0";
  return new Function(
    "read",
    "reads",
    "held",
    `return (async () => {
      for (let index = 0; index < reads; index++) await read(${held === undefined ? "" : index});
    })(); // ${file} ${held} ${isInTurn}`,
  );
}
