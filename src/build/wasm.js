// From Rust to a small .wasm, and the glue that wasm-bindgen writes for it.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { root, work } from "./paths.js";
import { capture, run, runBeside, SetupError, say } from "./report.js";
import { prepareRust, wasmBindgen } from "./tools.js";

export const TARGET = "wasm32-unknown-unknown";

// A panic ends in a trap, and nothing prints its message. So the standard library is compiled here as
// well: panics abort at once, and neither messages nor source locations nor Debug formatting are in
// the module. These flags are unstable, which is why rust-toolchain.toml pins the compiler.
export const STD_FEATURES = "optimize_for_size";
const STD = ["-Zbuild-std=std", `-Zbuild-std-features=${STD_FEATURES}`];
const SILENT_PANICS = ["-Cpanic=immediate-abort", "-Zunstable-options", "-Zlocation-detail=none", "-Zfmt-debug=none"];

const SMALL_CODE = [
  "-Cllvm-args=-inline-threshold=25",
  // These keep in variables what they could read or compute again, at a cost in code.
  "-Cllvm-args=-disable-licm-promotion -enable-pre=0 -enable-load-pre=0",
  // A table of objects in JavaScript takes less code than one in the module.
  "-Ctarget-feature=-reference-types",
  // In bytes, for a default of a megabyte. Nothing here recurses.
  "-Clink-arg=-zstack-size=65536",
];

/** The wasm-opt command. */
export const OPTIMIZER = path.join(root, "node_modules/.bin/wasm-opt");

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

// Found by measuring; the later passes find more after the earlier ones.
const PASSES = [
  "--merge-similar-functions",
  "-Oz",
  "--flatten",
  "--rereloop",
  "-Oz",
  "-Oz",
  // Rust puts the far end of its stack at the low addresses, where no object ever is.
  "--low-memory-unused",
  "--one-caller-inline-max-function-size=100",
  "--always-inline-max-function-size=4",
  "--skip-pass=local-cse",
  "--strip-debug",
  "--strip-producers",
  "--strip-target-features",
  // Over and over until nothing gets smaller.
  "--converge",
];

/** What the module calls the glue that it imports from. */
const GLUE = "./engine_bg.js";

/**
 * @typedef {object} Engine
 * @property {string} module the path of the .wasm
 * @property {string} glue the path of the JavaScript
 * @property {Record<string, string>} names the module's short names, by those that the glue has
 */

/** The builds of the module, with their features; `tabs` is in an entry of its own. */
const BUILDS = { plain: "", tabs: "tabs" };

/**
 * Makes each build of the module. One is compiled while another is made small.
 *
 * @returns {Promise<Record<keyof typeof BUILDS, Engine>>}
 */
export async function buildEngines() {
  prepareRust();
  rmSync(work, { recursive: true, force: true });
  const engines = Object.entries(BUILDS).map(([name, features]) => buildEngine(path.join(work, name), features));
  const [plain, tabs] = await Promise.all(engines);
  forgetOptimized([plain, tabs]);
  return { plain, tabs };
}

/**
 * @param {string} folder what it is made in
 * @param {string} features of the crate
 */
function buildEngine(folder, features) {
  mkdirSync(folder, { recursive: true });
  const glue = path.join(folder, "engine.js");
  bind(compile(features), folder);
  return shrink(folder).then((shrunk) => ({ glue, ...shrunk }));
}

/**
 * @param {string} features
 * @returns {string} the path of the .wasm, which the next compilation overwrites
 */
function compile(features) {
  say(`Compiling Rust to WebAssembly${features && `, with ${features}`}`);
  const target = path.join(root, "target");
  const options = ["--release", "--locked", "--features", features, "--target", TARGET, "--target-dir", target];
  run("cargo", ["build", "--lib", ...options, ...STD], {
    cwd: root,
    // RUSTC_BOOTSTRAP makes a stable toolchain accept unstable flags.
    env: {
      ...process.env,
      CARGO_ENCODED_RUSTFLAGS: [...SILENT_PANICS, ...SMALL_CODE].join("\x1f"),
      RUSTC_BOOTSTRAP: "1",
    },
  });
  return path.join(target, TARGET, "release/workos_widget_tokens.wasm");
}

/**
 * @param {string} compiled
 * @param {string} folder
 */
function bind(compiled, folder) {
  run(wasmBindgen("wasm-bindgen"), [
    ...["--target", "web", "--no-typescript", "--omit-default-module-path", "--encode-into", "always"],
    ...["--remove-producers-section", "--remove-name-section"],
    ...["--out-dir", folder, "--out-name", "engine", compiled],
  ]);
}

/**
 * Optimizes the module, and shortens the names of its imports and exports.
 *
 * @param {string} folder
 * @returns {Promise<Omit<Engine, "glue">>}
 */
async function shrink(folder) {
  say("Making it small");
  const file = path.join(folder, "engine_bg.wasm");
  const module = path.join(folder, "engine.wasm");
  const direct = importsOf(file).filter(({ module }) => module !== GLUE);
  if (direct.length > 0) {
    // wasm-bindgen makes them of functions that only take numbers.
    const list = direct.map(({ module, name }) => `${name} of ${module}`).join(", ");
    throw new SetupError(
      `Imports that bypass the glue cannot be renamed with it; declare them with \`catch\`: ${list}`,
    );
  }
  const renaming = "--minify-imports-and-exports-and-modules";
  /** @type {{ imports: [module: string, name: string, short: string][], exports: [name: string, short: string][] }} */
  const { imports, exports } = JSON.parse(capture(OPTIMIZER, [...FEATURES, renaming, file, "-o", module]));
  const optimized = await optimize(module);
  const names = Object.fromEntries([...imports.map(([, name, short]) => [name, short]), ...exports]);
  // The one new name that wasm-opt does not print.
  return { module: optimized, names: { ...names, [GLUE]: importsOf(module)[0].module } };
}

/** What the passes made of a module. */
const OPTIMIZED = path.join(root, "target", "optimized");

/**
 * Runs the passes, or takes what they made of the same module before: they are most of a build's time.
 *
 * @param {string} module its path
 * @returns {Promise<string>} the path of the optimized one
 */
async function optimize(module) {
  const { version } = JSON.parse(readFileSync(path.join(root, "node_modules/binaryen/package.json"), "utf8"));
  const options = [...FEATURES, ...PASSES];
  const inputs = createHash("sha256")
    .update(JSON.stringify([version, options]))
    .update(readFileSync(module));
  const optimized = path.join(OPTIMIZED, `${inputs.digest("hex")}.wasm`);
  if (!existsSync(optimized)) {
    mkdirSync(OPTIMIZED, { recursive: true });
    const draft = `${optimized}.draft`;
    await runBeside(OPTIMIZER, [...options, module, "-o", draft]);
    renameSync(draft, optimized);
  }
  return optimized;
}

/** Removes what is optimized and no longer used. @param {Engine[]} engines */
function forgetOptimized(engines) {
  const used = engines.map(({ module }) => path.basename(module));
  for (const file of readdirSync(OPTIMIZED)) {
    if (!used.includes(file)) rmSync(path.join(OPTIMIZED, file));
  }
}

/** @param {string} file */
const importsOf = (file) => WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(file)));
