/** An app built and served by Rsbuild 2, without configuration for the package. */

import { testBundler } from "../bundler.js";

testBundler({
  name: "Rsbuild 2",
  folder: "rsbuild",
  dependency: "@rsbuild/core",
  build: (entry) => ["rsbuild", "build", "--env-mode", entry],
  serve: (entry, port) => ["rsbuild", "dev", "--env-mode", entry, "--port", port],
});
