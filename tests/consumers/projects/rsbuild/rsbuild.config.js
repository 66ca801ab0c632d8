import { defineConfig } from "@rsbuild/core";

// All that this says is where the app's own files are.
export default defineConfig(({ command, envMode }) => ({
  source: { entry: { index: `./${envMode}/main.js` } },
  html: { template: "./page.html" },
  output: { distPath: { root: `out/${envMode}` } },
  server: command === "dev" ? { base: `/${envMode}` } : {},
}));
