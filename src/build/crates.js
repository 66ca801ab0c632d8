// The crates that are compiled into the module.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.js";
import { Impediment, outputOf } from "./report.js";

const TARGET = "wasm32-unknown-unknown";

/**
 * @typedef {object} Crate
 * @property {string} name
 * @property {string} version
 * @property {string} licence an SPDX expression
 * @property {string} [folder] where its source is
 * @property {string} [repository]
 * @property {string} [sha256] of what the registry serves
 * @property {string} purl
 * @property {string[]} dependsOn the purls of the crates that it uses itself
 */

/**
 * What the module is made of besides our own code: the normal dependencies, all of them,
 * though the compiler may have left nothing of one; and Rust's standard library. What
 * runs at build time alone is not among them.
 *
 * @returns {{ crates: Crate[], direct: string[] }} sorted by name; the purls of those that we use ourselves
 */
export function shippedCrates() {
  const { packages, resolve } = metadata();
  const compiled = compiledCrates();
  const checksums = registryChecksums();
  /** @type {Map<string, any>} */
  const shipped = new Map(
    packages
      .filter(({ name, version }) => compiled.has(`${name} ${version}`))
      .map((found) => [found.id, { ...found, purl: `pkg:cargo/${found.name}@${found.version}` }]),
  );
  /** @param {string} id */
  const uses = (id) => {
    const { deps } = resolve.nodes.find((node) => node.id === id) ?? { deps: [] };
    const normal = deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    const purls = normal.flatMap(({ pkg }) => (pkg !== resolve.root && shipped.get(pkg)?.purl) || []);
    return purls.sort();
  };
  const crates = [...shipped.values()]
    .filter(({ id }) => id !== resolve.root)
    .map(({ id, name, version, license, manifest_path, repository, purl }) => ({
      name,
      version,
      // An old way to write it.
      licence: license.replaceAll("/", " OR "),
      folder: path.dirname(manifest_path),
      repository: repository ?? undefined,
      sha256: checksums.get(`${name} ${version}`),
      purl,
      dependsOn: uses(id),
    }));
  const std = standardLibrary();
  const sorted = [...crates, std].sort((one, other) => (one.purl < other.purl ? -1 : 1));
  return { crates: sorted, direct: [...uses(resolve.root), std.purl] };
}

/** @returns {Crate} */
function standardLibrary() {
  const version = outputOf("rustc", ["--version"])?.match(/^rustc (\S+)/)?.[1];
  if (!version) throw new Impediment("rustc does not say which version it is");
  return {
    name: "rust-std",
    version,
    licence: "MIT OR Apache-2.0",
    repository: "https://github.com/rust-lang/rust",
    purl: `pkg:github/rust-lang/rust@${version}`,
    dependsOn: [],
  };
}

/**
 * Which crates Cargo compiles into the module. Its metadata would count what the tests
 * turn on as well.
 *
 * @returns {Set<string>} names with versions
 */
function compiledCrates() {
  const kinds = ["--edges", "normal,no-proc-macro"];
  const lines = cargo("tree", "--target", TARGET, ...kinds, "--prefix", "none", "--format", "{p}").split("\n");
  return new Set(lines.map((line) => line.replace(/^(\S+) v(\S+).*/, "$1 $2")).filter(Boolean));
}

/**
 * @returns {{ packages: any[], resolve: { root: string, nodes: { id: string, deps: { pkg: string,
 *   dep_kinds: { kind: string | null }[] }[] }[] } }}
 */
function metadata() {
  return JSON.parse(cargo("metadata", "--format-version", "1", "--filter-platform", TARGET));
}

/** @returns {Map<string, string>} by name with version */
function registryChecksums() {
  const lock = readFileSync(path.join(root, "Cargo.lock"), "utf8");
  const entries = lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "(.+)"/g);
  return new Map([...entries].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]));
}

/** @param {string[]} args */
function cargo(...args) {
  const [command, ...rest] = args;
  return execFileSync("cargo", [command, "--locked", ...rest], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "inherit"],
  });
}
