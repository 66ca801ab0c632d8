/** An app built by Rollup with its plugin for packages. */

import { testBundler } from "../bundler.js";

testBundler({
  name: "Rollup 4",
  folder: "rollup",
  dependency: "rollup",
  async prepare(project) {
    await project.copyPages("out");
    await project.copyModule("out/streaming");
  },
  build: (entry) => ["rollup", `${entry}/main.js`, "--plugin", "node-resolve", "--dir", `out/${entry}`],
  lines: { build: "`cp node_modules/workos-widget-tokens/dist/*.wasm` beside the bundle" },
});
