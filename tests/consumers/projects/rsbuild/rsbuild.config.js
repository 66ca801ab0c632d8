import { defineConfig } from "@rsbuild/core";

// Only names the app's own files.
export default defineConfig(({ command, envMode }) => ({
  source: { entry: { index: `./${envMode}/main.js` } },
  html: { template: "./page.html" },
  output: { distPath: { root: `out/${envMode}` } },
  server: command === "dev" ? { base: `/${envMode}` } : {},
}));
