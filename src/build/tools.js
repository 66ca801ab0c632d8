// The tools that npm does not bring: Rust, and the wasm-bindgen command.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.js";
import { outputOf, run, SetupError, say } from "./report.js";

/** What the build needs of a toolchain, beyond the compiler. */
const PARTS = [
  {
    name: "target wasm32-unknown-unknown",
    file: "lib/rustlib/wasm32-unknown-unknown",
    add: ["target", "add", "wasm32-unknown-unknown"],
  },
  {
    name: "component rust-src (the source of the standard library)",
    file: "lib/rustlib/src/rust/library/Cargo.lock",
    add: ["component", "add", "rust-src"],
  },
];

/** Makes sure that the toolchain of rust-toolchain.toml is there, with all that the build needs of it. */
export function prepareRust() {
  const pinned = readInRoot("rust-toolchain.toml").match(/^channel = "(.+)"$/m)?.[1] ?? "";
  const hasRustup = outputOf("rustup", ["--version"]) !== undefined;
  const install = `Install rustup (https://rustup.rs; Debian: apt install rustup), then type: rustup toolchain install ${pinned}`;
  if (hasRustup && !activeRust()) {
    say(`Installing Rust ${pinned}`);
    // Without a name it is the toolchain of the file, with its components and targets.
    run("rustup", ["toolchain", "install", "--no-self-update"], { cwd: root });
  }
  const active = activeRust();
  if (!active) throw new SetupError(`Rust is missing. ${install}`);
  if (minorOf(active) !== minorOf(pinned)) {
    const override = "Something overrides rust-toolchain.toml. Type: unset RUSTUP_TOOLCHAIN; rustup override unset";
    throw new SetupError(`Rust ${active} is in use, ${pinned} is needed. ${hasRustup ? override : install}`);
  }
  const sysroot = outputOf("rustc", ["--print", "sysroot"], { cwd: root }) ?? "";
  for (const { name, file, add } of PARTS) {
    if (existsSync(path.join(sysroot, file))) continue;
    if (!hasRustup) throw new SetupError(`Rust ${active} lacks its ${name}. ${install}`);
    say(`Adding Rust's ${name}`);
    run("rustup", add, { cwd: root });
  }
}

/** The version of the compiler that is used here; undefined if it is not installed. */
function activeRust() {
  // rustup would install what is missing without a word.
  const env = { ...process.env, RUSTUP_AUTO_INSTALL: "0" };
  return outputOf("rustc", ["--version"], { cwd: root, env })?.match(/^rustc (\S+)/)?.[1];
}

/** @param {string} version */
const minorOf = (version) => version.split(".", 2).join(".");

/**
 * Makes sure that a wasm-bindgen command is there, of the very version of the crate.
 *
 * @param {"wasm-bindgen" | "wasm-bindgen-test-runner"} command
 * @returns {string} the path of the command
 */
export function wasmBindgen(command) {
  const version = readInRoot("Cargo.lock").match(/name = "wasm-bindgen"\nversion = "([^"]+)"/)?.[1];
  if (!version) throw new SetupError("Cargo.lock does not say which wasm-bindgen is used. Type: cargo update");
  const folder = path.join(root, "target", "tools", `wasm-bindgen-${version}`);
  const file = path.join(folder, "bin", command);
  if (!existsSync(file)) {
    say(`Building wasm-bindgen ${version} (once; a minute or two)`);
    const options = ["--version", version, "--locked", "--debug", "--root", folder];
    run("cargo", ["install", "wasm-bindgen-cli", ...options], {
      cwd: root,
      env: { ...process.env, CARGO_PROFILE_DEV_DEBUG: "0" },
    });
  }
  return file;
}

/** @param {string} file */
const readInRoot = (file) => readFileSync(path.join(root, file), "utf8");
