/** An Angular app, server-rendered and prerendered, with the component of docs/frameworks.md. */

import { testFramework } from "./framework.js";

const streaming =
  '`"assets": [{ "glob": "*.wasm", "input": "node_modules/workos-widget-tokens/dist", "output": "/" }]` in angular.json';

testFramework({
  name: "Angular 22",
  folder: "angular",
  dependency: "@angular/core",
  source: "src/app",
  files: { "tokens.ts": "tokens.js", "connection.ts": "connection.ts" },
  shown: /connected until/,
  ways: {
    server: {
      build: build("server"),
      serve: () => ["node", "dist/app/server/server.mjs"],
      endsItself: true,
      streaming,
    },
    prerendered: { build: build("prerender"), folder: "dist/app/browser", streaming },
    "dev server": { serve: (port) => ["ng", "serve", "--port", port, ...define("server")], streaming },
  },
});

/** @param {string} mode */
function build(mode) {
  return ["ng", "build", ...define(mode)];
}

/** @param {string} mode */
function define(mode) {
  return ["--define", `RENDER_MODE='${mode}'`];
}
