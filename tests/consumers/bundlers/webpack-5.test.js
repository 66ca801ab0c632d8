/** An app built and served by webpack 5, without configuration for the package. */

import { testBundler } from "../bundler.js";

testBundler({
  name: "webpack 5",
  folder: "webpack-5",
  dependency: "webpack",
  prepare: (project) => project.copyPages("out"),
  build: (entry) => ["webpack", "--mode", "production", "--env", `entry=${entry}`],
  serve: (entry, port) => ["webpack", "serve", "--mode", "development", "--env", `entry=${entry}`, "--port", port],
});
