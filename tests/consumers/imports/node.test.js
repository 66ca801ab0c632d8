/** Import and require in Node, and a manager on a server. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { installProject } from "./install.js";
import { ENTRIES, testRuntime } from "./runtime.js";

const project = await installProject("runtimes");

/** This version, and those that npm has for this platform, the oldest of which cannot require a module. */
const modules = path.join(project.folder, "node_modules");
const others = readdirSync(modules).filter((name) => name.startsWith("node-"));
const nodes = [process.execPath, ...others.map((name) => path.join(modules, name, "bin/node"))];

for (const node of nodes) {
  const version = (await project.run(node, ["--version"])).stdout.trim().slice(1);
  testRuntime(project, { name: "Node", version, command: [node] }, (run, record) => {
    test("requiring works without side effects, or is refused with the reason", async () => {
      let result = "works";
      for (const entry of ENTRIES) {
        const { seen, names, error } = await run("require.cjs", entry);
        assert.deepEqual(seen, [], entry);
        if (canRequireModules(version)) {
          assert.equal(error, undefined, entry);
          assert.notDeepEqual(names, [], entry);
        } else {
          result = "no: Node says to use import()";
          assert.equal(error.code, "ERR_REQUIRE_ESM", entry);
          assert.match(error.message, /import\(\)/);
        }
      }
      record("require", result);
    });
  });
}

/**
 * Whether `require` accepts an ES module: from 20.19 and 22.12 on.
 *
 * @param {string} version
 */
function canRequireModules(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
}
