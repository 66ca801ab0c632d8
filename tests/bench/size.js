// npm run size: what a user's page downloads. A byte over budget fails.

import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { dist } from "../../src/build/paths.js";
import { Impediment, runMain } from "../../src/build/report.js";

const USE = `
  const tokens = createTokenManager({ endpoint: "/api/widget-token" });
  document.title = await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
`;
const DEFAULT_APP = `import { createTokenManager } from "./index.js"; ${USE}`;
const STREAMING_APP = `import { createTokenManager, init } from "./streaming.js"; await init(); ${USE}`;

/** @type {{ name: string, brotliBudget: number, bytes: () => Buffer | Promise<Buffer> }[]} */
const WEIGHED = [
  { name: "default entry, bundled by esbuild", brotliBudget: 24_000, bytes: () => bundled(DEFAULT_APP) },
  { name: "streaming entry, bundled: JavaScript", brotliBudget: 6_500, bytes: () => bundled(STREAMING_APP) },
  { name: "streaming entry: .wasm", brotliBudget: 17_300, bytes: () => inDist("workos-widget-tokens.wasm") },
];

await runMain(async () => {
  const rows = [];
  for (const { name, brotliBudget, bytes } of WEIGHED) {
    const content = await bytes();
    const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
    rows.push({
      name,
      raw: content.length,
      gzip: gzipSync(content, { level: 9 }).length,
      brotli,
      budget: brotliBudget,
    });
  }
  console.table(rows);
  const heavy = rows.filter(({ brotli, budget }) => brotli > budget);
  if (heavy.length > 0) {
    throw new Impediment(
      heavy.map(({ name, brotli, budget }) => `${name}: ${brotli - budget} bytes over`).join("\n  "),
    );
  }
});

/** @param {string} app */
async function bundled(app) {
  const { outputFiles } = await build({
    stdin: { contents: app, resolveDir: dist },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return Buffer.from(outputFiles[0].contents);
}

/** @param {string} file */
function inDist(file) {
  return readFileSync(path.join(dist, file));
}
