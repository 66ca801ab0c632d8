// The tools that npm does not bring: Rust's wasm target and the wasm-bindgen command.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.js";
import { Impediment, outputOf, run, say } from "./report.js";

const TARGET = "wasm32-unknown-unknown";
const MINIMUM_RUST = "1.88";

/** Makes sure that Rust is there, and can compile for the browser. */
export function prepareRust() {
  const version = outputOf("rustc", ["--version"])?.match(/^rustc (\d+\.\d+)/)?.[1];
  if (!version) {
    throw new Impediment(
      "Rust is missing. Install rustup (Debian: apt install rustup), then type: rustup default stable",
    );
  }
  if (version.localeCompare(MINIMUM_RUST, "en", { numeric: true }) < 0) {
    throw new Impediment(`Rust ${version} is too old, ${MINIMUM_RUST} is needed. Type: rustup update stable`);
  }
  if (existsSync(path.join(outputOf("rustc", ["--print", "sysroot"]) ?? "", "lib/rustlib", TARGET))) return;
  say(`Adding Rust's ${TARGET} target`);
  if (outputOf("rustup", ["--version"]) === undefined) {
    throw new Impediment(`Rust's ${TARGET} target is missing, and there is no rustup to add it with.`);
  }
  run("rustup", ["target", "add", TARGET]);
}

/**
 * Makes sure that a wasm-bindgen command is there, of the very version of the crate.
 *
 * @param {"wasm-bindgen" | "wasm-bindgen-test-runner"} command
 * @returns {string} the path of the command
 */
export function wasmBindgen(command) {
  const version = readFileSync(path.join(root, "Cargo.lock"), "utf8").match(
    /name = "wasm-bindgen"\nversion = "([^"]+)"/,
  )?.[1];
  if (!version) throw new Impediment("Cargo.lock does not say which wasm-bindgen is used. Type: cargo update");
  const folder = path.join(root, "target", "tools", `wasm-bindgen-${version}`);
  const file = path.join(folder, "bin", command);
  if (!existsSync(file)) {
    say(`Building wasm-bindgen ${version} (once; a minute or two)`);
    const options = ["--version", version, "--locked", "--debug", "--root", folder];
    run("cargo", ["install", "wasm-bindgen-cli", ...options], {
      env: { ...process.env, CARGO_PROFILE_DEV_DEBUG: "0" },
    });
  }
  return file;
}
