/** An app bundled by Deno for the browser. */

import { testBundler } from "../bundler.js";

testBundler({
  name: "Deno",
  folder: "deno",
  dependency: "deno",
  async prepare(project) {
    await project.copyPages("out");
    await project.copyModule("out/streaming");
  },
  build: (entry) => [
    ...["deno", "bundle", "--platform", "browser", "--minify"],
    ...["--output", `out/${entry}/main.js`, `${entry}/main.js`],
  ],
  lines: { build: "`cp node_modules/workos-widget-tokens/dist/*.wasm` beside the bundle" },
});
