// Runs the named tests, and all below the named folders: node tests/run-node.js tests/e2e tests/server

import { runMain, SetupError } from "../src/build/report.js";
import { slowest } from "./durations.js";
import { runNodeTests } from "./node-tests.js";

await runMain(async () => {
  const { isPassed, files, close } = await runNodeTests(process.argv.slice(2));
  if (files.length > 1) console.log(`\nSlowest files\n${slowest(files, 10)}`);
  close();
  if (!isPassed) throw new SetupError("tests failed");
});
