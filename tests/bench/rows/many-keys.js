// Ten thousand live keys: timers, memory, and what a tick costs.

import { heapBytes } from "../heap.js";
import { inMicroseconds, times } from "../measurement.js";
import { median, summary } from "../median.js";
import { call, withPage } from "../pages.js";

const FEW = 10;
const MANY = 10_000;
const ROUNDS = 61;
const TICKS = 10;

const MOST_BYTES = 1_000;
const MOST_TIMES = 1.5;

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  return withPage(run, (few) =>
    withPage(run, async (many, cdp) => {
      await call(few, "many-keys.js", "open");
      await call(few, "many-keys.js", "hold", FEW);
      const bytes = await bytesOfAKey(many, cdp);
      const timers = await call(many, "many-keys.js", "countTimers");
      await call(few, "many-keys.js", "countTimers");
      return measurementOf(bytes, timers, await ticksOf(few, many));
    }),
  );
}

/**
 * @param {import("playwright-core").Page} page
 * @param {import("playwright-core").CDPSession} cdp
 */
async function bytesOfAKey(page, cdp) {
  await call(page, "many-keys.js", "open");
  const wasmBefore = await call(page, "many-keys.js", "wasmBytes");
  const heapBefore = await heapBytes(cdp);
  await call(page, "many-keys.js", "hold", MANY);
  return {
    wasm: ((await call(page, "many-keys.js", "wasmBytes")) - wasmBefore) / MANY,
    javascript: ((await heapBytes(cdp)) - heapBefore) / MANY,
  };
}

/**
 * In turns, because the machine may be busy with something else for a while.
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
 * @param {{ wasm: number, javascript: number }} bytes
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
      isReached: timers.atRest === 1,
    },
    {
      what: `${keys}: memory of the module`,
      target: `at most ${MOST_BYTES.toLocaleString("en")} bytes a key`,
      measured: `${Math.round(bytes.wasm)} bytes a key (and ${Math.round(bytes.javascript)} of JavaScript's heap)`,
      isReached: bytes.wasm <= MOST_BYTES,
    },
    {
      what: `${keys}: a tick with one of them due`,
      target: `costs what is due, not what is held: at most ${MOST_TIMES} × that with ${FEW} keys`,
      measured: `${times(growth)} (${inMicroseconds(1_000 * median(ticks.many))})`,
      isReached: growth <= MOST_TIMES,
    },
  ];
  const tickMs = { few: summary(ticks.few), many: summary(ticks.many) };
  return { rows, columns: [], figures: { few: FEW, many: MANY, timers, bytesAKey: bytes, tickMs } };
}
