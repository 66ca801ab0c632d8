/** The package in tests run by Jest, in each of its environments. */

import { test } from "node:test";
import { entries, installProject, LIMIT } from "./install.js";
import { seeSpec } from "./runners.js";

const project = await installProject("jest");
const all = await entries();

/** What Jest's users need to configure in each environment. */
const ENVIRONMENTS = { node: "", jsdom: "; the tests provide a `fetch`, which jsdom lacks" };

for (const [environment, beside] of Object.entries(ENVIRONMENTS)) {
  const command = ["jest/bin/jest.js", "--json", "--env", environment, "--config"];

  test(`Jest, ${environment}, with ES modules`, LIMIT, async () => {
    const env = { NODE_OPTIONS: "--experimental-vm-modules --no-warnings" };
    await seeSpec(project, {
      runner: "Jest",
      environment,
      column: "import",
      result: `with \`NODE_OPTIONS=--experimental-vm-modules\`, which Jest requires for ES modules${beside}`,
      command: [...command, "modules.config.js"],
      env,
      entries: all,
    });
  });

  test(`Jest, ${environment}, with CommonJS made by Babel`, LIMIT, async () => {
    await seeSpec(project, {
      runner: "Jest",
      environment,
      column: "require",
      result: `with \`transformIgnorePatterns: ["/node_modules/(?!.*workos-widget-tokens/)"]\`${beside}; not \`streaming\``,
      command: [...command, "commonjs.config.js"],
      // CommonJS has no import.meta.
      entries: all.filter((entry) => !entry.endsWith("/streaming")),
    });
  });
}
