/** An app built and served by Vite 8, without configuration. */

import { testBundler } from "../bundler.js";

testBundler({
  name: "Vite 8",
  folder: "vite-8",
  dependency: "vite",
  build: (entry) => ["vite", "build", entry, "--outDir", `../out/${entry}`],
  serve: (_, port) => ["vite", "--host", "localhost", "--port", port, "--strictPort"],
});
