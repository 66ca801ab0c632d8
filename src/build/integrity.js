// The hashes by which a page can pin the files that it loads (subresource integrity).

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { dist } from "./paths.js";
import { say } from "./report.js";

/** What a page loads. */
const LOADED = ["index.js", "tabs.js", "streaming.js", "workos-widget-tokens.wasm"];

export function printIntegrity() {
  say("Subresource integrity");
  for (const file of LOADED) console.log(`dist/${file}\n  ${integrityOf(path.join(dist, file))}`);
}

/** @param {string} file */
export function integrityOf(file) {
  return `sha384-${createHash("sha384").update(readFileSync(file)).digest("base64")}`;
}
