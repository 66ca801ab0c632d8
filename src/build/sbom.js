// The package's bill of materials (CycloneDX).
//
// It has no timestamp and no serial number, so that the same sources give the same file.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { shippedCrates } from "./crates.js";
import { dist, root } from "./paths.js";

export const SBOM = "sbom.cdx.json";

export function writeSbom() {
  writeFileSync(path.join(dist, SBOM), `${JSON.stringify(billOfMaterials(), undefined, 2)}\n`);
}

export function billOfMaterials() {
  const { name, version, description, license } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const purl = `pkg:npm/${name}@${version}`;
  const { crates, direct } = shippedCrates();
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "library",
        "bom-ref": purl,
        name,
        version,
        description,
        licenses: [{ license: { id: license } }],
        purl,
        components: codeFiles().map(fileComponent),
      },
    },
    components: crates.map(crateComponent),
    dependencies: [
      { ref: purl, dependsOn: direct },
      ...crates.map(({ purl, dependsOn }) => ({ ref: purl, dependsOn })),
    ],
  };
}

/** The code; the rest of the package is documents and types. */
function codeFiles() {
  return readdirSync(dist)
    .filter((file) => /\.(js|wasm)$/.test(file))
    .sort();
}

/** @param {string} file */
function fileComponent(file) {
  const bytes = readFileSync(path.join(dist, file));
  const hashes = ["SHA-256", "SHA-384"].map((alg) => ({
    alg,
    content: createHash(alg.replace("-", "")).update(bytes).digest("hex"),
  }));
  return { type: "file", "bom-ref": `file:dist/${file}`, name: `dist/${file}`, hashes };
}

/** @param {import("./crates.js").Crate} crate */
function crateComponent({ name, version, licence, repository, sha256, purl }) {
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    ...(sha256 && { hashes: [{ alg: "SHA-256", content: sha256 }] }),
    licenses: [{ expression: licence }],
    purl,
    ...(repository && { externalReferences: [{ type: "vcs", url: repository }] }),
  };
}
