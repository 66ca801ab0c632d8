// The crates that Cargo compiles for the module, and their dependencies on each other.

import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.js";
import { capture } from "./report.js";
import { TARGET } from "./wasm.js";

/**
 * Returns the registry's crates that a package is compiled with.
 *
 * @param {string} workspace the folder of its Cargo.lock
 * @param {string} manifest the package's
 * @param {string[]} options which of its features
 * @returns {{ crates: import("./crates.js").Crate[], direct: string[] }} the purls of those that the workspace's own
 *   crates use
 */
export function compiledGraph(workspace, manifest, options) {
  const { packages, resolve } = metadata(manifest, options);
  const compiled = compiledCrates(manifest, options);
  const checksums = registryChecksums(path.join(workspace, "Cargo.lock"));
  const present = packages.filter(({ name, version }) => compiled.has(`${name} ${version}`));
  const foreign = new Map(present.filter(({ source }) => source !== null).map((crate) => [crate.id, crate]));
  /** @param {string} id */
  const uses = (id) => {
    const { deps } = resolve.nodes.find((node) => node.id === id) ?? { deps: [] };
    const normal = deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    return normal.flatMap(({ pkg }) => purlOf(foreign.get(pkg))).sort();
  };
  const crates = [...foreign.values()].map((crate) => ({
    name: crate.name,
    version: crate.version,
    // An old way to write it.
    licence: crate.license.replaceAll("/", " OR "),
    folder: path.dirname(crate.manifest_path),
    repository: crate.repository ?? undefined,
    sha256: checksums.get(`${crate.name} ${crate.version}`),
    purl: purlOf(crate)[0],
    dependsOn: uses(crate.id),
  }));
  const own = present.filter(({ source }) => source === null);
  return { crates, direct: [...new Set(own.flatMap(({ id }) => uses(id)))].sort() };
}

/** @param {{ name: string, version: string } | undefined} crate */
const purlOf = (crate) => (crate ? [`pkg:cargo/${crate.name}@${crate.version}`] : []);

/**
 * @param {string} manifest
 * @param {string[]} options
 * @returns {{
 *   packages: { id: string, name: string, version: string, license: string, manifest_path: string,
 *     repository: string | null, source: string | null }[],
 *   resolve: { nodes: { id: string, deps: { pkg: string, dep_kinds: { kind: string | null }[] }[] }[] },
 * }}
 */
function metadata(manifest, options) {
  return JSON.parse(cargo("metadata", manifest, "--format-version", "1", "--filter-platform", TARGET, ...options));
}

/**
 * Which crates Cargo compiles. Its metadata would count what the tests turn on as well.
 *
 * @param {string} manifest
 * @param {string[]} options
 * @returns {Set<string>} names with versions
 */
function compiledCrates(manifest, options) {
  const wanted = ["--target", TARGET, "--edges", "normal,no-proc-macro", ...options];
  const lines = cargo("tree", manifest, ...wanted, "--prefix", "none", "--format", "{p}").split("\n");
  return new Set(lines.map((line) => line.replace(/^(\S+) v(\S+).*/, "$1 $2")).filter(Boolean));
}

/**
 * @param {string} lock the path of a Cargo.lock
 * @returns {Map<string, string>} by name with version
 */
function registryChecksums(lock) {
  const text = readFileSync(lock, "utf8");
  const entries = text.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "(.+)"/g);
  return new Map([...entries].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]));
}

/**
 * @param {string} command
 * @param {string} manifest
 * @param {string[]} options
 */
function cargo(command, manifest, ...options) {
  // The standard library's manifest uses unstable features.
  const env = { ...process.env, RUSTC_BOOTSTRAP: "1" };
  return capture("cargo", [command, "--locked", "--manifest-path", manifest, ...options], { cwd: root, env });
}
