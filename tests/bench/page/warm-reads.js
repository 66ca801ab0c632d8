/**
 * The cost of reading a cached token: many short rounds, each with all readers in random order. So
 * a busy machine, which takes the processor away for longer than a round, spoils some rounds and
 * not the median.
 */

import { shuffled } from "./shuffled.js";

const WARM_UP_READS = 20_000;
const WARM_UP_MS = 100;
/** The only one that may send requests in the loop. */
const FETCHES = "floors/bare-fetch.js";
/** So that successive keys are not neighbours in memory. */
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
 * @property {number} [held] how many keys are cached
 * @property {boolean} [isInTurn] whether they are read one after another; by default always the same
 * one
 */

/**
 * @param {{ readers: Reader[], rounds: number, roundMs: number }} plan
 * @returns {Promise<number[][]>} microseconds a read, by reader and round
 */
export async function measure({ readers, rounds, roundMs }) {
  /** @type {Map<Reader, Awaited<ReturnType<typeof prepare>>>} */
  const prepared = new Map();
  // The first reader finds the engine in another state than the last.
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
  if (fetches > 0 && file !== FETCHES) throw new Error(`${file} had no cached token`);
  return ms;
}

/**
 * A separate loop for each reader, compiled from its own source text: in a shared function, what
 * the engine learns from one reader would affect the next.
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
