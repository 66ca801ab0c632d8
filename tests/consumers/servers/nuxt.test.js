/** A Nuxt app on Node, prerendered, and on Cloudflare, with the composable of docs/frameworks.md. */

import { testFramework } from "./framework.js";

const streaming = '`nitro: { esbuild: { options: { target: "es2022" } } }`, for `await init()` at the top of a module';

testFramework({
  name: "Nuxt 4",
  folder: "nuxt",
  dependency: "nuxt",
  source: "app",
  files: {
    "tokens.js": "tokens.js",
    "use-widget-token.js": "use-widget-token.js",
    "Connection.vue": "Connection.vue",
  },
  shown: /connected until/,
  ways: {
    server: {
      build: ["nuxt", "build"],
      serve: () => ["node", ".output/server/index.mjs"],
      endsItself: true,
      streaming,
    },
    prerendered: { build: ["nuxt", "generate"], folder: ".output/public" },
    "dev server": { serve: (port) => ["nuxt", "dev", "--port", port] },
    "wrangler dev": {
      build: ["nuxt", "build", "--preset", "cloudflare_module"],
      serve: (port) => ["wrangler", "dev", "--port", port],
      streaming,
    },
  },
});
