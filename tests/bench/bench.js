// npm run bench: the cost of this package, beside its former design and its peers, in one run in
// Chromium.
//
//   node tests/bench/bench.js            prints the tables, and writes target/bench.json
//   node tests/bench/bench.js --write    puts them into docs/performance.md as well, and draws www/bench.svg
//   node tests/bench/bench.js idle       measures only what is named
//
// It is a measurement and not a test: a slow machine does not make it fail.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";
import { runMain, SetupError, say } from "../../src/build/report.js";
import { placeOf, writeTables } from "../documents/generated-tables.js";
import { buildBaseline } from "./baseline.js";
import { bundleContenders } from "./bundles.js";
import { drawChart } from "./chart.js";
import { CONTENDERS, contendersWith } from "./contenders.js";
import { launchBrowser } from "./pages.js";
import { installPeers, versionOf } from "./peers.js";
import { serve } from "./server.js";
import { asMarkdown, print } from "./tables.js";

/** Where the tables go. */
const PLACE = /** @type {const} */ (["docs/performance.md", "bench"]);

/** In this order; each is a file of the folder `rows`. */
const MEASUREMENTS = [
  "warm-reads",
  "concurrent-calls",
  "cold-start",
  "second-manager",
  "main-thread",
  "many-keys",
  "idle",
  "eight-hours",
  "inspector",
  "sizes",
];

await runMain(async () => {
  const named = process.argv.slice(2).filter((argument) => argument !== "--write");
  const isToBeWritten = process.argv.includes("--write");
  for (const name of named) {
    if (!MEASUREMENTS.includes(name))
      throw new SetupError(`unknown measurement ${name}; known are ${MEASUREMENTS.join(", ")}`);
  }
  if (isToBeWritten) {
    if (named.length > 0)
      throw new SetupError("--write needs a complete run: name no measurement, or leave out --write.");
    placeOf(...PLACE);
  }
  const results = await measureAll(named.length > 0 ? named : MEASUREMENTS);
  print(results);
  mkdirSync(path.join(root, "target"), { recursive: true });
  writeFileSync(path.join(root, "target/bench.json"), `${JSON.stringify(results, null, 2)}\n`);
  if (isToBeWritten) {
    writeFileSync(path.join(root, "www/bench.svg"), drawChart(results));
    writeTables(...PLACE, asMarkdown(results));
  }
});

/**
 * @param {string[]} names
 * @returns {Promise<import("./measurement.js").Results>}
 */
async function measureAll(names) {
  const peers = installPeers();
  const baseline = buildBaseline();
  const contenders = contendersWith(baseline);
  const server = await serve(await bundleContenders(contenders, peers, baseline), baseline);
  const browser = await launchBrowser();
  /** @type {import("./measurement.js").Results} */
  const results = { ...circumstances(browser.version()), rows: [], columns: [], figures: {} };
  try {
    for (const name of names) {
      say(name);
      const start = performance.now();
      const { measure } = await import(`./rows/${name}.js`);
      /** @type {import("./measurement.js").Measurement} */
      const { rows, columns, figures } = await measure({ browser, server, peers, baseline, contenders });
      results.rows.push(...rows);
      results.columns.push(...columns);
      results.figures[name] = figures;
      console.log(`${((performance.now() - start) / 1_000).toFixed(0)} s`);
    }
  } finally {
    await browser.close();
    server.close();
  }
  return results;
}

/** @param {string} chromium its version */
function circumstances(chromium) {
  const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const packages = CONTENDERS.flatMap(({ packages = [] }) => packages);
  return {
    command: "npm run bench",
    date: new Date().toISOString().slice(0, 10),
    versions: {
      [name]: version,
      chromium,
      node: process.versions.node,
      ...Object.fromEntries(packages.map((one) => [one, versionOf(one)])),
    },
  };
}
