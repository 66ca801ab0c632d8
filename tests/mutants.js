// npm run test:mutants: breaks src/core in each way that cargo-mutants knows, one at a time, and sees
// whether a test of tests/core notices.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../src/build/paths.js";
import { outputOf, run, runMain, SetupError, say } from "../src/build/report.js";

// Another version knows other ways, so that what is accepted below need not fit.
const VERSION = "27.1.0";

/** What no test can tell from the original, and why that is no fault. */
const ACCEPTED = [
  {
    why: "Of two limits that end in the same millisecond, either may be the one that callers are told of.",
    mutants: ["src/core/entry.rs: replace < with <= in Entry<T>::back_off"],
  },
];

const results = path.join(root, "target", "mutants");

await runMain(() => {
  const command = cargoMutants();
  say("Breaking src/core, each time to be noticed by tests/core (three minutes, or more if the machine is busy)");
  breakAll(command);
  judge();
});

/** Makes sure that cargo-mutants is there, of the one version. */
function cargoMutants() {
  if (outputOf("cargo", ["mutants", "--version"]) === `cargo-mutants ${VERSION}`) return "cargo";
  const folder = path.join(root, "target", "tools", `cargo-mutants-${VERSION}`);
  const file = path.join(folder, "bin", "cargo-mutants");
  if (!existsSync(file)) {
    say(`Building cargo-mutants ${VERSION} (once; a minute or two)`);
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
  // What git ignores need not be copied; two minutes, so that a slow machine is not taken for a loop.
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
  // 2 and 3 say that some survived or ran out of time, which is looked at next.
  if (![0, 2, 3].includes(status ?? -1)) throw new SetupError(`cargo mutants ended with status ${status}`);
}

function judge() {
  const [caught, survived, late, unviable] = ["caught", "missed", "timeout", "unviable"].map(outcome);
  if (caught.length === 0) throw new SetupError("cargo mutants has tried nothing");
  const accepted = ACCEPTED.flatMap(({ mutants }) => mutants);
  const outdated = accepted.filter((mutant) => !takeOut(mutant, survived));
  /** @type {[heading: string, mutants: string[]][]} */
  const faults = [
    ["No test noticed these. Add one, or accept them in tests/mutants.js with the reason:", survived],
    ["With these the tests did not end. Bound the loop in the test:", late],
    ["These are accepted and survive no longer. Strike them from tests/mutants.js:", outdated],
  ];
  const found = faults.filter(([, mutants]) => mutants.length > 0);
  if (found.length > 0) {
    throw new SetupError(found.map(([heading, mutants]) => [heading, ...mutants].join("\n    ")).join("\n  "));
  }
  say(`${caught.length} noticed, ${unviable.length} do not compile, ${accepted.length} survive and are accepted:`);
  for (const { why, mutants } of ACCEPTED) console.log([...mutants, `  ${why}`].join("\n"));
}

/**
 * @param {string} mutant
 * @param {string[]} survivors one of them, if it is among them, is taken out
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

/** @param {string} mutant with the line and the column that it stands at, which change with every edit */
function withoutPlace(mutant) {
  return mutant.replace(/^([^:]+):\d+:\d+:/, "$1:");
}
