/** What the tests of the test runners have in common: they run package.spec.js in one environment. */

import assert from "node:assert/strict";
import path from "node:path";
import { recordCell } from "../cells.js";
import { startTokenRoute } from "../token-route.js";

/**
 * @typedef {object} Run
 * @property {string} runner its name, and the package whose version is shown
 * @property {string} environment
 * @property {string} column
 * @property {string} [result] the required configuration
 * @property {string[]} command a script in the project with its arguments, so that it reports as JSON
 * @property {Record<string, string>} [env]
 * @property {string[]} entries which can be imported
 *
 * @param {Awaited<ReturnType<typeof import("./install.js").installProject>>} project
 * @param {Run} run
 */
export async function seeSpec(project, { runner, environment, column, result = "works", command, env, entries }) {
  const route = await startTokenRoute();
  const given = { ...env, ENTRIES: entries.join(" "), ENDPOINT: route.endpoint };
  const [script, ...args] = command;
  const program = [path.join(project.folder, "node_modules", script), ...args];
  const { stdout } = await project
    .run(process.execPath, program, given)
    .catch((failure) => failure) // the report contains more
    .finally(route.close);
  const report = JSON.parse(stdout.slice(stdout.indexOf("{")));
  const failures = report.testResults.flatMap((/** @type {any} */ file) => [
    ...(file.message && !file.assertionResults.length ? [file.message] : []),
    ...file.assertionResults.flatMap((/** @type {any} */ test) => test.failureMessages),
  ]);
  assert.deepEqual(failures, []);
  assert.equal(report.numPassedTests, entries.length + 4);
  const version = await project.version(runner.toLowerCase());
  const row = `${runner} ${Number.parseInt(version, 10)}, ${environment}`;
  recordCell({ group: "import", row, version, column, result });
}
