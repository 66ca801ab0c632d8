// npm run lint: formatting, lints and types of everything; of one side alone: node src/build/lint.js rust|javascript

import path from "node:path";
import { root } from "./paths.js";
import { run, runMain, SetupError, say } from "./report.js";

const inRoot = { cwd: root };
/** @type {Record<string, () => void>} */
const SIDES = { rust: lintRust, javascript: lintJavaScript };

await runMain(() => {
  const [side] = process.argv.slice(2);
  if (side !== undefined && !SIDES[side]) throw new SetupError(`unknown side ${side}; known are rust and javascript`);
  for (const lint of side ? [SIDES[side]] : Object.values(SIDES)) lint();
});

function lintRust() {
  say("Rust: formatting and lints");
  run("cargo", ["fmt", "--check"], inRoot);
  for (const features of ["", "tabs"]) {
    const options = ["--locked", "--features", features];
    run("cargo", ["clippy", ...options, "--all-targets", "--", "-D", "warnings"], inRoot);
    const browser = ["--target", "wasm32-unknown-unknown", "--lib", "--test", "web", "--", "-D", "warnings"];
    run("cargo", ["clippy", ...options, ...browser], inRoot);
  }
}

function lintJavaScript() {
  say("JavaScript: formatting, lints and types");
  const bin = path.join(root, "node_modules/.bin");
  run(path.join(bin, "biome"), ["check", "--error-on-warnings"], inRoot);
  run(path.join(bin, "tsc"), ["--noEmit", "--project", ".tsconfig.json"], inRoot);
}
