// What a page downloads.

import { besideIt } from "../baseline.js";
import { bundleApp } from "../bundles.js";
import { inBytes, inKilobytes } from "../measurement.js";
import { boundInWords, judge } from "../verdicts.js";
import { SHIPPED, weigh } from "../weights.js";

const BYTES = /** @type {const} */ ({
  module: { most: 27_000, aim: 25_000 },
  defaultEntry: { most: 32_000, aim: 30_000 },
  streamingEntry: { most: 4_500, aim: 4_000 },
});

const NAMES = /** @type {const} */ ({
  module: "`dist/*.wasm`, brotli",
  defaultEntry: "default entry, bundled by esbuild, brotli",
  streamingEntry: "JavaScript of the `streaming` entry, brotli",
});

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure({ peers, baseline, contenders }) {
  const rows = [];
  /** @type {Record<string, ReturnType<typeof weigh>>} */
  const figures = {};
  /** @type {Record<string, ReturnType<typeof weigh>>} */
  const before = {};
  for (const name of /** @type {(keyof typeof BYTES)[]} */ (Object.keys(BYTES))) {
    figures[name] = weigh(await SHIPPED[name]());
    if (baseline) before[name] = weigh(await SHIPPED[name](baseline));
    const { brotli } = figures[name];
    rows.push({
      what: NAMES[name],
      target: boundInWords(BYTES[name], inBytes),
      measured: `${inBytes(brotli)}${besideIt(before[name]?.brotli, inBytes)}`,
      verdict: judge(brotli, BYTES[name]),
    });
  }
  /** @type {Record<string, string>} */
  const cells = {};
  for (const { name, app, kind } of contenders) {
    if (kind === "baseline") figures[name] = before.defaultEntry;
    if (app) figures[name] = weigh(await bundleApp(app, peers));
    const { brotli } = kind === "ours" ? figures.defaultEntry : (figures[name] ?? {});
    cells[name] = brotli === undefined ? "nothing" : inKilobytes(brotli);
  }
  return { rows, columns: [{ title: "bundled, brotli", cells }], figures };
}
