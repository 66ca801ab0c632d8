/** What the module can do at all: what it imports, and nothing else. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../src/build/paths.js";
import { installPackage } from "../e2e/package/tarball.js";

async function readModule() {
  const { folder } = await installPackage();
  return new WebAssembly.Module(readFileSync(join(folder, "dist", "workos-widget-tokens.wasm")));
}

test("the module imports functions of its host alone", async () => {
  const imports = WebAssembly.Module.imports(await readModule());
  assert.deepEqual([...new Set(imports.map(({ module, kind }) => `${module}: ${kind}`))], ["host: function"]);
  assert.deepEqual(imports.map(({ name }) => name).sort(), [
    "abort",
    "arm",
    "disarm",
    "emit",
    "error",
    "monotonic",
    "notify",
    "send",
    "settle",
    "snapshot",
    "stats",
    "wall",
  ]);
});

test("no code of ours is unsafe, and a lint holds it so", () => {
  const manifest = readFileSync(join(root, "Cargo.toml"), "utf8");
  assert.match(manifest, /^unsafe_code = "forbid"$/m);
});
