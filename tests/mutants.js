// npm run test:mutants: applies every mutation of cargo-mutants to src/core, one at a time, and
// checks that a test of tests/core fails.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../src/build/paths.js";
import { outputOf, run, runMain, SetupError, say } from "../src/build/report.js";

// Pinned, because another version has other mutations, to which the accepted ones below may not
// apply.
const VERSION = "27.1.0";

/** Mutants that no test can distinguish from the original, and why they are harmless. */
const ACCEPTED = [
  {
    why: "Of two limits that end in the same millisecond, either may be the one that callers receive.",
    mutants: ["src/core/entry.rs: replace < with <= in Entry<T>::back_off"],
  },
];

const results = path.join(root, "target", "mutants");

await runMain(() => {
  const command = cargoMutants();
  say("Applying mutations to src/core, each of which tests/core must detect (about three minutes)");
  breakAll(command);
  judge();
});

/** Makes sure that the pinned cargo-mutants is installed. */
function cargoMutants() {
  if (outputOf("cargo", ["mutants", "--version"]) === `cargo-mutants ${VERSION}`) return "cargo";
  const folder = path.join(root, "target", "tools", `cargo-mutants-${VERSION}`);
  const file = path.join(folder, "bin", "cargo-mutants");
  if (!existsSync(file)) {
    say(`Building cargo-mutants ${VERSION} (once, about two minutes)`);
    const options = ["--version", VERSION, "--locked", "--debug", "--root", folder];
    run("cargo", ["install", "cargo-mutants", ...options], {
      env: { ...process.env, CARGO_PROFILE_DEV_DEBUG: "0" },
    });
  }
  return file;
}

/** @param {string} command */
function breakAll(command) {
  const scope = ["--file", "src/core/**", "--features", "tabs", "--cargo-arg=--locked", "--cargo-arg=--test=core"];
  // Ignored files need not be copied. Two minutes, so that a slow machine is not mistaken for a loop.
  const options = ["--jobs", "2", "--gitignore", "true", "--minimum-test-timeout", "120", "--output", results];
  mkdirSync(results, { recursive: true });
  const { CARGO_TARGET_DIR: _, ...env } = process.env; // each job builds in its own copy
  const { status, error } = spawnSync(command, ["mutants", "--no-config", ...scope, ...options], {
    cwd: root,
    // Each is compiled once and run for a second.
    env: { ...env, CARGO_PROFILE_DEV_DEBUG: "0", CARGO_PROFILE_DEV_OPT_LEVEL: "0" },
    stdio: "inherit",
  });
  if (error) throw new SetupError(`${command} could not be started: ${error.message}`);
  // Status 2 and 3 mean that some survived or timed out, which is checked next.
  if (![0, 2, 3].includes(status ?? -1)) throw new SetupError(`cargo mutants ended with status ${status}`);
}

function judge() {
  const [caught, survived, late, unviable] = ["caught", "missed", "timeout", "unviable"].map(outcome);
  if (caught.length === 0) throw new SetupError("cargo mutants has tested no mutant");
  const accepted = ACCEPTED.flatMap(({ mutants }) => mutants);
  const outdated = accepted.filter((mutant) => !takeOut(mutant, survived));
  /** @type {[heading: string, mutants: string[]][]} */
  const faults = [
    ["No test detected these. Add one, or accept them in tests/mutants.js with the reason:", survived],
    ["The tests did not end with these. Bound the loop in the test:", late],
    ["These are accepted but no longer survive. Remove them from tests/mutants.js:", outdated],
  ];
  const found = faults.filter(([, mutants]) => mutants.length > 0);
  if (found.length > 0) {
    throw new SetupError(found.map(([heading, mutants]) => [heading, ...mutants].join("\n    ")).join("\n  "));
  }
  say(`${caught.length} detected, ${unviable.length} do not compile, ${accepted.length} survive and are accepted:`);
  for (const { why, mutants } of ACCEPTED) console.log([...mutants, `  ${why}`].join("\n"));
}

/**
 * @param {string} mutant
 * @param {string[]} survivors the mutant is removed from it, if it is one of them
 */
function takeOut(mutant, survivors) {
  const place = survivors.findIndex((survivor) => withoutPlace(survivor) === mutant);
  if (place >= 0) survivors.splice(place, 1);
  return place >= 0;
}

/** @param {string} name */
function outcome(name) {
  const text = readFileSync(path.join(results, "mutants.out", `${name}.txt`), "utf8");
  return text.split("\n").filter(Boolean);
}

/** @param {string} mutant with its line and column, which change with every edit */
function withoutPlace(mutant) {
  return mutant.replace(/^([^:]+):\d+:\d+:/, "$1:");
}
