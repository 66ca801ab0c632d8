// Bundles the demo page that shows the real widgets. (The other page needs no build.)

import path from "node:path";
import { build } from "esbuild";
import { root } from "./paths.js";

/** Where the demo's server looks for it. */
const target = path.join(root, "target", "demo");

/** Wants the package built: the page imports it by its name, as an app does. */
export async function buildDemo() {
  await build({
    entryPoints: { widgets: path.join(root, "www/widgets/main.jsx") },
    outdir: target,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    // The page needs top-level await.
    target: "es2022",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    legalComments: "none",
  });
}
