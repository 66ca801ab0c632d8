/** An Astro app as static pages and on its Node server, with the page of docs/frameworks.md. */

import { testFramework } from "./framework.js";

const SERVER = { OUTPUT: "server" };

testFramework({
  name: "Astro 7",
  folder: "astro",
  dependency: "astro",
  source: "src",
  files: { "tokens.js": "tokens.js", "pages/index.astro": "pages/index.astro" },
  shown: /connected until/,
  ways: {
    server: {
      build: ["astro", "build"],
      env: SERVER,
      serve: () => ["node", "dist/server/entry.mjs"],
      endsItself: true,
    },
    prerendered: { build: ["astro", "build"], folder: "dist" },
    "dev server": { env: SERVER, serve: (port) => ["astro", "dev", "--port", port] },
  },
});
