/** How many random cases there are, and which: a seed that failed can be run again. */

import { randomInt } from "node:crypto";

const { HOSTILE_SEED, HOSTILE_RUNS = "1" } = process.env;

const seed = HOSTILE_SEED ? Number(HOSTILE_SEED) : randomInt(2 ** 31);

console.log(`HOSTILE_SEED=${seed} HOSTILE_RUNS=${HOSTILE_RUNS}`);

/**
 * What fast-check is told.
 *
 * @param {number} cases in `npm test`; HOSTILE_RUNS multiplies it
 */
export const runs = (cases) => ({ seed, numRuns: cases * Number(HOSTILE_RUNS) });
