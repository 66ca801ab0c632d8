// npm run test:engines: the platform parts, and the features that the manager needs, in every engine;
// npm run test:engines -- firefox: in one.

import { root } from "../../../src/build/paths.js";
import { run, runMain, SetupError, say } from "../../../src/build/report.js";
import { NAMES } from "./engines.js";

await runMain(() => {
  const named = process.argv.slice(2);
  for (const name of named) {
    if (!(name in NAMES)) throw new SetupError(`unknown engine ${name}; known are ${Object.keys(NAMES).join(", ")}`);
  }
  const engines = named.length > 0 ? named : Object.keys(NAMES);
  for (const engine of engines) {
    say(`The platform parts, in ${engine}`);
    run(process.execPath, ["tests/web/run.js", engine], { cwd: root });
  }
  say(`The packed package, in ${engines.join(", ")}`);
  run(process.execPath, ["tests/run-node.js", "tests/consumers/engines"], {
    cwd: root,
    env: { ...process.env, ENGINES: engines.join(" ") },
  });
});
