// A working day of ten-minute tokens in virtual time: memory and requests.

import { heapBytes } from "../heap.js";
import { inKilobytes, times } from "../measurement.js";
import { call, withPage } from "../pages.js";
import { verdictOn } from "../verdicts.js";
import { letPass, stopTime } from "../virtual-time.js";

const KEYS = 20;
const DAY_MS = 8 * 3_600_000;
/** A warm-up in which the engine compiles the code. */
const BEFORE_MS = 12 * 3_600_000;
const LIFE_MS = 600_000;
const LEAD_MS = 45_000;

const MOST_TIMES = 1.1;
/** A request that leaks anything leaks a pointer at least. */
const POINTER_BYTES = 4;

/** @typedef {{ requests: number, heapBytes: { before: number, after: number }, wasmBytes: { before: number, after: number } }} Day */

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  const ours = await day(run, "manager");
  const byHand = await day(run, "byHand");
  const grown = grownBytes(ours.heapBytes);
  const wasmGrown = grownBytes(ours.wasmBytes);
  const least = DAY_MS / LIFE_MS;
  const leastAhead = DAY_MS / (LIFE_MS - LEAD_MS);
  const requests = ours.requests / KEYS;
  const rows = [
    {
      what: "8 hours of 10-minute tokens: memory afterwards and before",
      target: "equal within noise, in the module and in the JavaScript heap",
      measured:
        `${signed(wasmGrown)} bytes of ${inKilobytes(ours.wasmBytes.before)} in the module; ${signed(grown)} of ` +
        `${inKilobytes(ours.heapBytes.before)} in the heap (fetched by hand: ${signed(grownBytes(byHand.heapBytes))})`,
      verdict: verdictOn(wasmGrown <= 0 && grown < POINTER_BYTES * ours.requests),
    },
    {
      what: "requests per key in those 8 hours",
      target: `at most ${MOST_TIMES} × the minimum of one per lifetime: ${least}`,
      measured:
        `${requests.toFixed(1)}: ${times(requests / least)} ` +
        `(${times(requests / leastAhead)} one per lifetime minus its lead, ${leastAhead.toFixed(1)})`,
      verdict: verdictOn(requests <= MOST_TIMES * least),
    },
  ];
  return { rows, columns: [], figures: { keys: KEYS, ours, byHand } };
}

/**
 * @param {import("../measurement.js").Run} run
 * @param {"manager" | "byHand"} keeper
 * @returns {Promise<Day>}
 */
function day(run, keeper) {
  return withPage(run, async (page, cdp) => {
    const weigh = async () => {
      const wasm = await call(page, "eight-hours.js", "wasmBytes");
      return { wasm, heap: await heapBytes(cdp) };
    };
    await stopTime(cdp);
    await call(page, "eight-hours.js", keeper, KEYS);
    await letPass(cdp, BEFORE_MS);
    // The first measurement itself leaves objects behind.
    await weigh();
    const requestsBefore = run.server.requests();
    const before = await weigh();
    await letPass(cdp, DAY_MS);
    const requests = run.server.requests() - requestsBefore;
    const after = await weigh();
    return {
      requests,
      heapBytes: { before: before.heap, after: after.heap },
      wasmBytes: { before: before.wasm, after: after.wasm },
    };
  });
}

/** @param {{ before: number, after: number }} bytes */
const grownBytes = ({ before, after }) => after - before;

/** @param {number} bytes */
const signed = (bytes) => bytes.toLocaleString("en", { signDisplay: "exceptZero" });
