// npm run size: the download size of a page, and the size of the server's part. A byte over budget fails.

import { runMain, SetupError } from "../../src/build/report.js";
import { SHIPPED, weigh } from "./weights.js";

/** @type {{ name: string, brotliBudget: number, content: () => Promise<Buffer> }[]} */
const WEIGHED = [
  { name: "default entry, bundled by esbuild", brotliBudget: 32_000, content: SHIPPED.defaultEntry },
  { name: "tabs entry, bundled", brotliBudget: 34_700, content: SHIPPED.tabsEntry },
  { name: "streaming entry, bundled: JavaScript", brotliBudget: 4_500, content: SHIPPED.streamingEntry },
  { name: "streaming entry: .wasm", brotliBudget: 27_000, content: SHIPPED.module },
  { name: "fetch entry, bundled", brotliBudget: 600, content: SHIPPED.fetchEntry },
  { name: "route entry, for the server", brotliBudget: 9_000, content: SHIPPED.route },
  { name: "inspector, bundled alone", brotliBudget: 9_000, content: SHIPPED.inspector },
];

await runMain(async () => {
  const rows = [];
  for (const { name, brotliBudget, content } of WEIGHED) {
    rows.push({ name, ...weigh(await content()), budget: brotliBudget });
  }
  console.table(rows);
  const heavy = rows.filter(({ brotli, budget }) => brotli > budget);
  if (heavy.length > 0) {
    throw new SetupError(
      heavy.map(({ name, brotli, budget }) => `${name}: ${brotli - budget} bytes over`).join("\n  "),
    );
  }
});
