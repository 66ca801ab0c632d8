/** The licences that are shipped with the package. */

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
  return { text: read("LICENSES.txt"), bill: JSON.parse(read("sbom.cdx.json")) };
}

test("every crate in the bill of materials has its licence there", async () => {
  const { text, bill } = await readShipped();
  for (const { name, version, licenses } of bill.components) {
    assert.ok(text.includes(`\n${name} ${version}: ${licenses[0].expression}\n`), name);
  }
});

test("each text is whole: it permits, and it disclaims", async () => {
  const { text } = await readShipped();
  const [, ...sections] = text.split(/^-{80}$/m);
  assert.ok(sections.length > 1);
  for (const section of sections) {
    assert.match(section, /Permission is hereby granted, free of charge/);
    assert.match(section, /THE SOFTWARE IS\s+PROVIDED\s+"AS IS"|DATA FILES AND SOFTWARE ARE\s+PROVIDED\s+"AS\s+IS"/i);
  }
});

test("Unicode's terms are there, which none of the others stands in for", async () => {
  const { text } = await readShipped();
  assert.match(text, /UNICODE LICENSE V3/);
});

test("nothing from npm is bundled", async () => {
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
