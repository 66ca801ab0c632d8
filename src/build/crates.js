// The crates that are compiled into the module.

import path from "node:path";
import { compiledGraph } from "./cargo-graph.js";
import { root } from "./paths.js";
import { outputOf, SetupError } from "./report.js";
import { STD_FEATURES } from "./wasm.js";

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
 * though the compiler may have left nothing of one; and Rust's standard library, with its own
 * dependencies. What runs at build time alone is not among them.
 *
 * @returns {{ crates: Crate[], direct: string[] }} sorted; the purls of those that we use ourselves
 */
export function shippedCrates() {
  const ours = compiledGraph(root, path.join(root, "Cargo.toml"), []);
  const std = standardLibrary();
  const byPurl = new Map([...ours.crates, ...std.crates].map((crate) => [crate.purl, crate]));
  const crates = [...byPurl.values()].sort((one, other) => (one.purl < other.purl ? -1 : 1));
  return { crates, direct: [...ours.direct, std.purl] };
}

/** The library as one crate, and the crates that it takes from the registry. */
function standardLibrary() {
  const version = outputOf("rustc", ["--version"], { cwd: root })?.match(/^rustc (\S+)/)?.[1];
  const sysroot = outputOf("rustc", ["--print", "sysroot"], { cwd: root });
  if (!version || !sysroot) throw new SetupError("rustc does not say which version it is. Type: npm run setup");
  const library = path.join(sysroot, "lib/rustlib/src/rust/library");
  const options = ["--no-default-features", "--features", STD_FEATURES];
  const { crates, direct } = compiledGraph(library, path.join(library, "std/Cargo.toml"), options);
  const purl = `pkg:github/rust-lang/rust@${version}`;
  /** @type {Crate} */
  const std = {
    name: "rust-std",
    version,
    licence: "MIT OR Apache-2.0",
    repository: "https://github.com/rust-lang/rust",
    purl,
    dependsOn: direct,
  };
  return { purl, crates: [std, ...crates] };
}
