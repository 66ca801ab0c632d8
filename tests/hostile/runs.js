/** The number of random cases, and their seed: set it to repeat a run that failed. */

import { randomInt } from "node:crypto";

const { HOSTILE_SEED, HOSTILE_RUNS = "1" } = process.env;

const seed = HOSTILE_SEED ? Number(HOSTILE_SEED) : randomInt(2 ** 31);

console.log(`HOSTILE_SEED=${seed} HOSTILE_RUNS=${HOSTILE_RUNS}`);

/**
 * Parameters for fast-check.
 *
 * @param {number} cases in `npm test`; HOSTILE_RUNS multiplies it
 */
export const runs = (cases) => ({ seed, numRuns: cases * Number(HOSTILE_RUNS) });
