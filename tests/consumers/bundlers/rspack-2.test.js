/** An app built and served by Rspack 2, without configuration for the package. */

import { testBundler } from "../bundler.js";

testBundler({
  name: "Rspack 2",
  folder: "rspack-2",
  dependency: "@rspack/core",
  prepare: (project) => project.copyPages("out"),
  build: (entry) => ["rspack", "build", "--mode", "production", "--env", `entry=${entry}`],
  serve: (entry, port) => ["rspack", "serve", "--mode", "development", "--env", `entry=${entry}`, "--port", port],
});
