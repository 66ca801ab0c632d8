// npm run lint: formatting, lints and types of everything.

import path from "node:path";
import { root } from "./paths.js";
import { run, runMain, say } from "./report.js";

await runMain(() => {
  const inRoot = { cwd: root };
  say("Rust: formatting and lints");
  run("cargo", ["fmt", "--check"], inRoot);
  run("cargo", ["clippy", "--locked", "--all-targets", "--", "-D", "warnings"], inRoot);
  const browser = ["--locked", "--target", "wasm32-unknown-unknown", "--lib", "--test", "web", "--", "-D", "warnings"];
  run("cargo", ["clippy", ...browser], inRoot);
  say("JavaScript: formatting, lints and types");
  const bin = path.join(root, "node_modules/.bin");
  run(path.join(bin, "biome"), ["check", "--error-on-warnings"], inRoot);
  run(path.join(bin, "tsc"), ["--noEmit", "--project", ".tsconfig.json"], inRoot);
});
