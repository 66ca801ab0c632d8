/** The bill of materials that is shipped: valid, true, and the same each time it is made. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { BILL, billOfMaterials } from "../../src/build/sbom.js";
import { installPackage } from "../e2e/package/tarball.js";

async function readBill() {
  const { folder } = await installPackage();
  const text = readFileSync(join(folder, "dist", BILL), "utf8");
  return { folder, text, bill: JSON.parse(text) };
}

test("it follows the official schema, strictly", async () => {
  const { text } = await readBill();
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  assert.equal(await validator.validate(text), null);
  const wrong = JSON.stringify({ ...JSON.parse(text), components: [{ type: "crate", name: "a" }] });
  assert.notEqual(await validator.validate(wrong), null, "the validator finds faults");
});

test("made again from the same files it is the same, and it holds no time and no random number", async () => {
  const { bill } = await readBill();
  assert.deepEqual(JSON.parse(JSON.stringify(billOfMaterials())), bill);
  assert.equal(bill.serialNumber, undefined);
  assert.equal(bill.metadata.timestamp, undefined);
});

test("its hashes are those of the files that are shipped, and no script or module is left out", async () => {
  const { folder, bill } = await readBill();
  const { components } = bill.metadata.component;
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

test("it lists the crates inside the module and none that is only used to build or test it", async () => {
  const { bill } = await readBill();
  const names = bill.components.map((/** @type {any} */ { name }) => name);
  const direct = ["gloo-timers", "js-sys", "rlsf", "serde", "serde-wasm-bindgen", "web-sys"];
  const family = ["wasm-bindgen", "wasm-bindgen-futures"];
  const ofRust = ["rust-std", "hashbrown", "libc"];
  for (const name of [...direct, ...family, ...ofRust]) assert.ok(names.includes(name), name);
  const tools = ["syn", "serde_derive", "wasm-bindgen-macro", "wasm-bindgen-test", "rustversion", "proptest", "rand"];
  for (const name of [...tools, "core", "workos-widget-tokens"]) assert.ok(!names.includes(name), name);
});

test("each crate has a version, a licence, an address and, from the registry, a hash", async () => {
  const { bill } = await readBill();
  for (const { name, version, purl, licenses, hashes } of bill.components) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert.match(purl, name === "rust-std" ? /^pkg:github\/rust-lang\/rust@/ : /^pkg:cargo\//, name);
    assert.match(licenses[0].expression, /MIT/, name);
    if (name !== "rust-std") assert.match(hashes[0].content, /^[0-9a-f]{64}$/, name);
  }
});

test("what depends on what is told of everything that is listed", async () => {
  const { bill } = await readBill();
  const known = [bill.metadata.component.purl, ...bill.components.map((/** @type {any} */ { purl }) => purl)];
  assert.deepEqual(bill.dependencies.map((/** @type {any} */ { ref }) => ref).sort(), known.sort());
  const reached = new Set([bill.metadata.component.purl]);
  for (const purl of reached) {
    const { dependsOn } = bill.dependencies.find((/** @type {any} */ { ref }) => ref === purl);
    for (const other of dependsOn) reached.add(other);
  }
  assert.deepEqual([...reached].sort(), known.sort(), "and all of it is reached from the package");
});
