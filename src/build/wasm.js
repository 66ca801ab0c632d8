// From Rust to a small .wasm and the JavaScript that goes with it.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { blankLeftovers, dropPanicText } from "./panics.js";
import { root, work } from "./paths.js";
import { checkNames, plainNames } from "./plain-names.js";
import { run, say } from "./report.js";
import { prepareRust, wasmBindgen } from "./tools.js";

// All that rustc emits by itself: Chrome 96, Firefox 79, Safari 15.1. Each is named,
// because --all-features would let wasm-opt use what no engine loads.
const FEATURES = [
  "--enable-bulk-memory",
  "--enable-multivalue",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-sign-ext",
];

// Twice, because the first pass leaves something to find. Rust puts the far end of its stack
// at the low addresses, where no object ever is.
const PASSES = ["-Oz", "-Oz", "--low-memory-unused", "--strip-debug", "--strip-producers"];

/** In bytes; a megabyte would be reserved for each manager. Nothing here recurses. */
const SMALL_STACK = "-Clink-arg=-zstack-size=65536";

/** Compiles the crate; returns where the module is. */
export function buildWasm() {
  const bindgen = prepare();
  say("Compiling Rust to WebAssembly");
  run("cargo", ["build", "--lib", "--release", "--locked", "--target", "wasm32-unknown-unknown"], {
    cwd: root,
    env: { ...process.env, RUSTFLAGS: [remapPaths(), SMALL_STACK].join(" ") },
  });
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const compiled = path.join(root, "target/wasm32-unknown-unknown/release/workos_widget_tokens.wasm");
  // The names of functions stay until panics.js has read them.
  const options = ["--target", "web", "--no-typescript", "--omit-default-module-path", "--remove-producers-section"];
  run(bindgen, [...options, "--out-dir", work, "--out-name", "engine", compiled]);

  say("Making it small");
  const module = path.join(work, "engine_bg.wasm");
  writeFileSync(module, plainNames(dropPanicText(readFileSync(module))));
  const small = path.join(work, "engine.wasm");
  run(path.join(root, "node_modules/.bin/wasm-opt"), [...FEATURES, ...PASSES, module, "-o", small]);
  const bytes = blankLeftovers(readFileSync(small));
  checkNames(bytes);
  writeFileSync(small, bytes);
  return small;
}

function prepare() {
  prepareRust();
  return wasmBindgen("wasm-bindgen");
}

/** The module holds the names of source files: not with the paths of whoever built it. */
function remapPaths() {
  const cargoHome = process.env.CARGO_HOME ?? path.join(homedir(), ".cargo");
  return [`--remap-path-prefix=${cargoHome}=cargo`, `--remap-path-prefix=${root}=.`].join(" ");
}
