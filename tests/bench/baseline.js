// The former design, whose manager was JavaScript: the build of one commit of this repository, measured
// beside the working tree's own.

import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";
import { outputOf, run, say } from "../../src/build/report.js";

const COMMIT = "3a08995e16d4834f6f27872def5b8ac120be8044";

/** How the tables name it. */
export const BASELINE = COMMIT.slice(0, 7);

const folder = path.join(root, "target/bench/baseline", COMMIT);
const built = path.join(folder, "dist");

/**
 * Builds it, once for each clone.
 *
 * @returns {string | undefined} the folder of what that commit would have published; undefined where the
 *   commit is unknown, as in a shallow clone or outside of any repository
 */
export function buildBaseline() {
  if (existsSync(built)) return built;
  if (outputOf("git", ["-C", root, "cat-file", "-e", `${COMMIT}^{commit}`]) === undefined) {
    say(`There is no commit ${BASELINE} here (a shallow clone?): nothing is compared with it`);
    return undefined;
  }
  say(`Building ${BASELINE}, to compare with (once)`);
  rmSync(folder, { recursive: true, force: true });
  const source = path.join(folder, "source");
  checkOut(source);
  run(process.execPath, [path.join(source, "src/build/build.js")], { cwd: source, env: buildEnvironment() });
  // Moved in one step, so that whatever is there is whole.
  renameSync(path.join(source, "dist"), built);
  rmSync(source, { recursive: true });
  return built;
}

/**
 * The files of the commit, with this clone's packages and tools.
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

/** Without what would change where or how Cargo compiles: the commit says that itself. */
function buildEnvironment() {
  const { CARGO_TARGET_DIR, CARGO_BUILD_TARGET_DIR, CARGO_ENCODED_RUSTFLAGS, RUSTC_BOOTSTRAP, ...rest } = process.env;
  return rest;
}

/**
 * The baseline's figure, to stand behind the own one; nothing where there is none.
 *
 * @template T
 * @param {T | undefined} figure
 * @param {(figure: T) => string} inWords
 */
export const besideIt = (figure, inWords) => (figure === undefined ? "" : `; at ${BASELINE} ${inWords(figure)}`);
