// The former design, whose manager was JavaScript: one commit of this repository, built and measured
// beside the working tree.

import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";
import { outputOf, run, say } from "../../src/build/report.js";

const COMMIT = "3a08995e16d4834f6f27872def5b8ac120be8044";

/** Its name in the tables. */
export const BASELINE = COMMIT.slice(0, 7);

const folder = path.join(root, "target/bench/baseline", COMMIT);
const built = path.join(folder, "dist");

/**
 * Builds it, once for each clone.
 *
 * @returns {string | undefined} the folder with that commit's build; undefined if the commit is unknown,
 * as in a shallow clone or outside any repository
 */
export function buildBaseline() {
  if (existsSync(built)) return built;
  if (outputOf("git", ["-C", root, "cat-file", "-e", `${COMMIT}^{commit}`]) === undefined) {
    say(`There is no commit ${BASELINE} here (a shallow clone?): no comparison with it`);
    return undefined;
  }
  say(`Building ${BASELINE} for comparison (once)`);
  rmSync(folder, { recursive: true, force: true });
  const source = path.join(folder, "source");
  checkOut(source);
  run(process.execPath, [path.join(source, "src/build/build.js")], { cwd: source, env: buildEnvironment() });
  // Moved in one step, so that an existing folder is always complete.
  renameSync(path.join(source, "dist"), built);
  rmSync(source, { recursive: true });
  return built;
}

/**
 * The commit's files, with this clone's packages and tools.
 *
 * @param {string} source
 */
function checkOut(source) {
  mkdirSync(path.join(source, "target"), { recursive: true });
  const archive = path.join(folder, "source.tar");
  run("git", ["-C", root, "archive", "--format=tar", `--output=${archive}`, COMMIT]);
  run("tar", ["-xf", archive, "-C", source]);
  rmSync(archive);
  mkdirSync(path.join(root, "target/tools"), { recursive: true });
  for (const shared of ["node_modules", "target/tools"]) {
    symlinkSync(path.join(root, shared), path.join(source, shared));
  }
}

/** Without variables that change where or how Cargo compiles: the commit sets them itself. */
function buildEnvironment() {
  const { CARGO_TARGET_DIR, CARGO_BUILD_TARGET_DIR, CARGO_ENCODED_RUSTFLAGS, RUSTC_BOOTSTRAP, ...rest } = process.env;
  return rest;
}

/**
 * The baseline's figure, to append to our own; empty if there is none.
 *
 * @template T
 * @param {T | undefined} figure
 * @param {(figure: T) => string} inWords
 */
export const besideIt = (figure, inWords) => (figure === undefined ? "" : `; at ${BASELINE} ${inWords(figure)}`);
