/** An app built and served by Bun. */

import { installBun } from "../bun.js";
import { testBundler } from "../bundler.js";

const LINE = '`import wasm from "workos-widget-tokens/workos-widget-tokens.wasm" with { type: "file" }`, `init(wasm)`';

testBundler({
  name: "Bun",
  folder: "bun",
  dependency: "bun",
  prepare: installBun,
  build: (entry) => ["bun", "build", `${entry}/index.html`, "--outdir", `out/${entry}`, "--minify"],
  serve: (entry, port) => ["bun", `${entry}/index.html`, "--port", port],
  lines: { build: LINE, serve: LINE },
});
