// npm run test:supply: checks what is shipped, and where it comes from.
//
// With --advisories it also checks the database of known vulnerabilities, a git repository on the
// network.

import { root } from "../../src/build/paths.js";
import { run, runMain, say } from "../../src/build/report.js";
import { prepareRust } from "../../src/build/tools.js";
import { cargoDeny } from "./cargo-deny.js";

await runMain(() => {
  const inRoot = { cwd: root };
  prepareRust();
  const command = cargoDeny();
  const advisories = process.argv.includes("--advisories") ? ["advisories"] : [];
  say("The crates: licences, duplicates, sources");
  run(command, ["--locked", "check", "--deny", "warnings", "licenses", "bans", "sources", ...advisories], inRoot);
  say("What is shipped");
  run(process.execPath, ["tests/run-node.js", "tests/supply"], inRoot);
});
