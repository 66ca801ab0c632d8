// Finds cargo-deny, or builds it.

import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";
import { run, say } from "../../src/build/report.js";

const VERSION = "0.20.2";

/** @returns {string} the path of the command */
export function cargoDeny() {
  const folder = path.join(root, "target", "tools", `cargo-deny-${VERSION}`);
  const file = path.join(folder, "bin", "cargo-deny");
  if (!existsSync(file)) {
    say(`Building cargo-deny ${VERSION} (once, about three minutes)`);
    run("cargo", ["install", "cargo-deny", "--version", VERSION, "--locked", "--debug", "--root", folder], {
      env: { ...process.env, CARGO_PROFILE_DEV_DEBUG: "0" },
    });
  }
  return file;
}
