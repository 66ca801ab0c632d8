// What a page downloads.

import { bundleApp } from "../bundles.js";
import { CONTENDERS } from "../contenders.js";
import { inKilobytes } from "../measurement.js";
import { SHIPPED, weigh } from "../weights.js";

const MOST = /** @type {const} */ ({ module: 14_000, defaultEntry: 20_000, streamingEntry: 4_000 });

const NAMES = /** @type {const} */ ({
  module: "`dist/*.wasm`, brotli",
  defaultEntry: "default entry, bundled by esbuild, brotli",
  streamingEntry: "JavaScript of the `streaming` entry, brotli",
});

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure({ peers }) {
  const rows = [];
  /** @type {Record<string, ReturnType<typeof weigh>>} */
  const figures = {};
  for (const name of /** @type {(keyof typeof MOST)[]} */ (Object.keys(MOST))) {
    figures[name] = weigh(await SHIPPED[name]());
    const { brotli } = figures[name];
    rows.push({
      what: NAMES[name],
      target: `at most ${inKilobytes(MOST[name])}`,
      measured: inKilobytes(brotli),
      isReached: brotli <= MOST[name],
    });
  }
  /** @type {Record<string, string>} */
  const cells = {};
  for (const { name, app, kind } of CONTENDERS) {
    if (app) figures[name] = weigh(await bundleApp(app, peers));
    const { brotli } = kind === "ours" ? figures.defaultEntry : (figures[name] ?? {});
    cells[name] = brotli === undefined ? "nothing" : inKilobytes(brotli);
  }
  return { rows, columns: [{ title: "bundled, brotli", cells }], figures };
}
