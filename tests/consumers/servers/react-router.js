/** A React Router app in framework mode, server-rendered and prerendered, with the component of docs/react.md. */

import { testFramework } from "./framework.js";

/** @param {7 | 8} major */
export function testReactRouter(major) {
  const build = ["react-router", "build"];
  testFramework({
    name: `React Router ${major}`,
    folder: `react-router-${major}`,
    common: "react-router",
    dependency: "react-router",
    source: "app",
    files: { "tokens.js": "tokens.js", "connection.jsx": "connection.jsx" },
    shown: /^connected$/,
    ways: {
      server: { build, serve: () => ["react-router-serve", "build/server/index.js"], endsItself: true },
      prerendered: { build, env: { PRERENDER: "1" }, folder: "build/client" },
      "dev server": { serve: (port) => ["react-router", "dev", "--port", port, "--strictPort"] },
    },
  });
}
