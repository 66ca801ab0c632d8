// Ten thousand live keys: timers, memory, and the cost of a tick.

import { besideIt } from "../baseline.js";
import { heapBytes } from "../heap.js";
import { inBytes, inMicroseconds, times } from "../measurement.js";
import { median, summary } from "../median.js";
import { call, withPage } from "../pages.js";
import { BASELINES, OURS } from "../starts.js";
import { boundInWords, judge, verdictOn } from "../verdicts.js";

const FEW = 10;
const MANY = 10_000;
const ROUNDS = 61;
const TICKS = 10;

const BYTES = { most: 1_000, aim: 700 };
const MOST_TIMES = 1.5;

/** @typedef {{ wasm: number, javascript: number }} Bytes */

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  const before = run.baseline && (await withPage(run, (page, cdp) => bytesOfAKey(page, cdp, BASELINES.default.script)));
  return withPage(run, (few) =>
    withPage(run, async (many, cdp) => {
      await call(few, "many-keys.js", "open", OURS.default.script);
      await call(few, "many-keys.js", "hold", FEW);
      const bytes = { ours: await bytesOfAKey(many, cdp, OURS.default.script), before: before || undefined };
      const timers = await call(many, "many-keys.js", "countTimers");
      await call(few, "many-keys.js", "countTimers");
      return measurementOf(bytes, timers, await ticksOf(few, many));
    }),
  );
}

/**
 * @param {import("playwright-core").Page} page
 * @param {import("playwright-core").CDPSession} cdp
 * @param {string} script an entry of the package
 * @returns {Promise<Bytes>}
 */
async function bytesOfAKey(page, cdp, script) {
  await call(page, "many-keys.js", "open", script);
  const wasmBefore = await call(page, "many-keys.js", "wasmBytes");
  const heapBefore = await heapBytes(cdp);
  await call(page, "many-keys.js", "hold", MANY);
  return {
    wasm: ((await call(page, "many-keys.js", "wasmBytes")) - wasmBefore) / MANY,
    javascript: ((await heapBytes(cdp)) - heapBefore) / MANY,
  };
}

/**
 * Alternating, because the machine may be busy for a while.
 *
 * @param {import("playwright-core").Page} few
 * @param {import("playwright-core").Page} many
 */
async function ticksOf(few, many) {
  /** @type {{ few: number[], many: number[] }} */
  const ms = { few: [], many: [] };
  for (let round = -1; round < ROUNDS; round++) {
    const fewMs = await call(few, "many-keys.js", "tick", TICKS);
    const manyMs = await call(many, "many-keys.js", "tick", TICKS);
    if (round < 0) continue;
    ms.few.push(fewMs);
    ms.many.push(manyMs);
  }
  return ms;
}

/**
 * @param {{ ours: Bytes, before: Bytes | undefined }} bytes
 * @param {{ atRest: number, afterRead: number }} timers
 * @param {{ few: number[], many: number[] }} ticks
 * @returns {import("../measurement.js").Measurement}
 */
function measurementOf(bytes, timers, ticks) {
  const keys = `${MANY.toLocaleString("en")} live keys`;
  const growth = median(ticks.many) / median(ticks.few);
  const rows = [
    {
      what: `${keys}: timers armed`,
      target: "one",
      measured: `${timers.atRest}; within a second of a read ${timers.afterRead}`,
      verdict: verdictOn(timers.atRest === 1),
    },
    {
      what: `${keys}: memory of the module`,
      target: boundInWords(BYTES, inBytes, "per key"),
      measured: `${inBoth(bytes.ours)}${besideIt(bytes.before, inBoth)}`,
      verdict: judge(bytes.ours.wasm, BYTES),
    },
    {
      what: `${keys}: a tick with one of them due`,
      target: `proportional to the due keys, not to all: at most ${MOST_TIMES} × that with ${FEW} keys`,
      measured: `${times(growth)} (${inMicroseconds(1_000 * median(ticks.many))})`,
      verdict: verdictOn(growth <= MOST_TIMES),
    },
  ];
  const tickMs = { few: summary(ticks.few), many: summary(ticks.many) };
  return { rows, columns: [], figures: { few: FEW, many: MANY, timers, bytesAKey: bytes, tickMs } };
}

/** @param {Bytes} bytes */
const inBoth = ({ wasm, javascript }) => `${inBytes(wasm)}, and ${inBytes(javascript)} of the JavaScript heap`;
