// What the inspector's entries import that is not JavaScript (see `src/npm/modules.d.ts`), or not theirs.

import { readFileSync } from "node:fs";
import path from "node:path";
import { transform } from "esbuild";
import { FOR_BROWSERS } from "./bundling.js";
import { root } from "./paths.js";

/**
 * @param {string} source the folder of the package's hand-written side
 * @returns {import("esbuild").Plugin}
 */
export function provideInspector(source) {
  return {
    name: "provide what the inspector imports",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^workos-widget-tokens:/ }, ({ path }) => ({ path, namespace: "inspector" }));
      onLoad({ filter: /:version$/, namespace: "inspector" }, () => {
        const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
        return { contents: `${name}@${version}`, loader: "text" };
      });
      onLoad({ filter: /:inspector-style$/, namespace: "inspector" }, async () => {
        const css = readFileSync(path.join(source, "inspector/style.css"), "utf8");
        const { code } = await transform(css, { loader: "css", minify: true, target: FOR_BROWSERS.target });
        return { contents: code, loader: "text" };
      });
      // A file of its own, so that bundlers leave it out of a production build.
      onResolve({ filter: /^\.\.\/inspector\/index\.js$/ }, () => ({ path: "./inspector.js", external: true }));
    },
  };
}
