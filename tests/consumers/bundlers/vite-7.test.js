/** An app built and served by Vite 7. */

import { testBundler } from "../bundler.js";

testBundler({
  name: "Vite 7",
  folder: "vite-7",
  dependency: "vite",
  build: (entry) => ["vite", "build", entry, "--outDir", `../out/${entry}`],
  serve: (entry, port) => ["vite", ...configOf(entry), "--host", "localhost", "--port", port, "--strictPort"],
  lines: { serve: '`optimizeDeps: { exclude: ["workos-widget-tokens"] }`' },
});

/** @param {string} entry */
function configOf(entry) {
  return entry === "streaming" ? ["--config", "streaming.config.js"] : [];
}
