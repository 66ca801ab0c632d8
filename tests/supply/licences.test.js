/** The licences in the package. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { root } from "../../src/build/paths.js";
import { installPackage } from "../e2e/package/tarball.js";

async function readShipped() {
  const { folder } = await installPackage();
  const read = (/** @type {string} */ file) => readFileSync(join(folder, "dist", file), "utf8");
  return { text: read("LICENSES.txt"), sbom: JSON.parse(read("sbom.cdx.json")) };
}

test("LICENSES.txt names the licence of every crate in the bill of materials", async () => {
  const { text, sbom } = await readShipped();
  for (const { name, version, licenses } of sbom.components) {
    assert.ok(text.includes(`\n${name} ${version}: ${licenses[0].expression}\n`), name);
  }
});

test("LICENSES.txt contains each licence in full, from the permission to the disclaimer", async () => {
  const { text } = await readShipped();
  const [, ...sections] = text.split(/^-{80}$/m);
  assert.ok(sections.length > 1);
  for (const section of sections) {
    assert.match(section, /Permission is hereby granted, free of charge/);
    assert.match(section, /THE SOFTWARE IS\s+PROVIDED\s+"AS IS"|DATA FILES AND SOFTWARE ARE\s+PROVIDED\s+"AS\s+IS"/i);
  }
});

test("LICENSES.txt contains Unicode's licence, which no other covers", async () => {
  const { text } = await readShipped();
  assert.match(text, /UNICODE LICENSE V3/);
});

test("no npm package is bundled", async () => {
  const { metafile } = await build({
    entryPoints: [
      "src/npm/index.js",
      "src/npm/streaming.js",
      "src/npm/react/index.js",
      "src/npm/diagnostics/index.js",
      "src/npm/fetch/index.js",
    ],
    absWorkingDir: root,
    outdir: "out",
    bundle: true,
    format: "esm",
    write: false,
    metafile: true,
    external: ["react", "workos-widget-tokens:*"],
  });
  const { metafile: ofCheck } = await build({
    entryPoints: ["src/check/main.js"],
    absWorkingDir: root,
    outdir: "out",
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    metafile: true,
  });
  const files = [...Object.keys(metafile.inputs), ...Object.keys(ofCheck.inputs)];
  assert.ok(files.length > 20);
  assert.deepEqual(
    files.filter((file) => !/^(src\/|package\.json$)/.test(file)),
    [],
  );
});
