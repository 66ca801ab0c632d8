/** The package in Deno, and a manager on its server; and its declarations, as Deno checks them. */

import path from "node:path";
import { test } from "node:test";
import { installProject } from "./install.js";
import { testRuntime } from "./runtime.js";

const project = await installProject("runtimes");
const deno = path.join(project.folder, "node_modules/.bin/deno");
const version = await project.version("deno");

testRuntime(project, { name: "Deno", version, command: [deno, "run", "--allow-all"] }, (_, record) => {
  test("the types of all entries are found and correct", async () => {
    await project.run(deno, ["check", "--quiet", "types.ts"]);
    record("types");
  });
});
