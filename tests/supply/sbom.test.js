/** The bill of materials in the package: valid, correct and reproducible. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { billOfMaterials, SBOM } from "../../src/build/sbom.js";
import { installPackage } from "../e2e/package/tarball.js";

async function readSbom() {
  const { folder } = await installPackage();
  const text = readFileSync(join(folder, "dist", SBOM), "utf8");
  return { folder, text, sbom: JSON.parse(text) };
}

test("follows the official schema strictly", async () => {
  const { text } = await readSbom();
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  assert.equal(await validator.validate(text), null);
  const wrong = JSON.stringify({ ...JSON.parse(text), components: [{ type: "crate", name: "a" }] });
  assert.notEqual(await validator.validate(wrong), null, "the validator finds faults");
});

test("is the same when made again from the same files, without a time or a random number", async () => {
  const { sbom } = await readSbom();
  assert.deepEqual(JSON.parse(JSON.stringify(billOfMaterials())), sbom);
  assert.equal(sbom.serialNumber, undefined);
  assert.equal(sbom.metadata.timestamp, undefined);
});

test("lists the hash of every shipped script and module", async () => {
  const { folder, sbom } = await readSbom();
  const { components } = sbom.metadata.component;
  const { exports, bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const code = [...Object.values(exports), ...Object.values(bin)]
    .flatMap((target) => (typeof target === "string" ? target : Object.values(target)))
    .map((/** @type {string} */ file) => file.replace("./", ""))
    .filter((file) => /^dist\/.*\.(js|wasm)$/.test(file));
  assert.deepEqual(components.map((/** @type {any} */ { name }) => name).sort(), [...new Set(code)].sort());
  for (const { name, hashes } of components) {
    for (const { alg, content } of hashes) {
      const actual = createHash(alg.replace("-", ""))
        .update(readFileSync(join(folder, name)))
        .digest("hex");
      assert.equal(content, actual, `${name}: ${alg}`);
    }
  }
});

test("lists the crates inside the module and none that only builds or tests it", async () => {
  const { sbom } = await readSbom();
  const names = sbom.components.map((/** @type {any} */ { name }) => name);
  const direct = ["gloo-timers", "js-sys", "rlsf", "serde", "serde-wasm-bindgen", "web-sys"];
  const family = ["wasm-bindgen", "wasm-bindgen-futures"];
  const ofRust = ["rust-std", "hashbrown", "libc"];
  for (const name of [...direct, ...family, ...ofRust]) assert.ok(names.includes(name), name);
  const tools = ["syn", "serde_derive", "wasm-bindgen-macro", "wasm-bindgen-test", "rustversion", "proptest", "rand"];
  for (const name of [...tools, "core", "workos-widget-tokens"]) assert.ok(!names.includes(name), name);
});

test("gives each crate a version, a licence, an address and, for the registry's, a hash", async () => {
  const { sbom } = await readSbom();
  for (const { name, version, purl, licenses, hashes } of sbom.components) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert.match(purl, name === "rust-std" ? /^pkg:github\/rust-lang\/rust@/ : /^pkg:cargo\//, name);
    assert.match(licenses[0].expression, /MIT/, name);
    if (name !== "rust-std") assert.match(hashes[0].content, /^[0-9a-f]{64}$/, name);
  }
});

test("states the dependencies of every listed component", async () => {
  const { sbom } = await readSbom();
  const known = [sbom.metadata.component.purl, ...sbom.components.map((/** @type {any} */ { purl }) => purl)];
  assert.deepEqual(sbom.dependencies.map((/** @type {any} */ { ref }) => ref).sort(), known.sort());
  const reached = new Set([sbom.metadata.component.purl]);
  for (const purl of reached) {
    const { dependsOn } = sbom.dependencies.find((/** @type {any} */ { ref }) => ref === purl);
    for (const other of dependsOn) reached.add(other);
  }
  assert.deepEqual([...reached].sort(), known.sort(), "every component is reached from the package");
});
