/** A SvelteKit app with each of its adapters, and with the components of docs/frameworks.md. */

import { testFramework } from "./framework.js";

testFramework({
  name: "SvelteKit 2",
  folder: "sveltekit",
  dependency: "@sveltejs/kit",
  source: "src/lib",
  files: { "tokens.js": "tokens.js", "Connection.svelte": "Connection.svelte" },
  shown: /connected until/,
  ways: {
    server: { build: ["vite", "build"], env: { ADAPTER: "node" }, serve: () => ["node", "build"], endsItself: true },
    prerendered: { build: ["vite", "build"], env: { ADAPTER: "static" }, folder: "build" },
    "dev server": { env: { ADAPTER: "node" }, serve: (port) => ["vite", "dev", "--port", port, "--strictPort"] },
    "wrangler dev": {
      build: ["vite", "build"],
      env: { ADAPTER: "cloudflare" },
      serve: (port) => ["wrangler", "dev", "--port", port],
    },
  },
});
