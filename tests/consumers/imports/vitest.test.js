/** The package in tests run by Vitest, in each of its environments. */

import { test } from "node:test";
import { entries, installProject, LIMIT } from "./install.js";
import { seeSpec } from "./runners.js";

const project = await installProject("vitest");
const all = await entries();

for (const environment of ["node", "jsdom", "happy-dom"]) {
  test(`Vitest, ${environment}`, LIMIT, async () => {
    const command = ["vitest/vitest.mjs", "run", "--reporter=json", "--environment", environment];
    await seeSpec(project, { runner: "Vitest", environment, column: "import", command, entries: all });
  });
}
