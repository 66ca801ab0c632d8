/** Import and require in Node, and a manager on a server. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { recordCell } from "../cells.js";
import { startTokenRoute } from "../token-route.js";
import { entries, installProject, LIMIT } from "./install.js";

const ENTRIES = await entries();
/** Those with a manager. */
const MANAGERS = ["workos-widget-tokens", "workos-widget-tokens/streaming"];
const project = await installProject("node");

/** This one, and those that npm has for this platform, the oldest of which cannot require a module. */
const modules = path.join(project.folder, "node_modules");
const others = readdirSync(modules).filter((name) => name.startsWith("node-"));
const nodes = [process.execPath, ...others.map((name) => path.join(modules, name, "bin/node"))];
const versions = await Promise.all(nodes.map(async (node) => (await project.run(node, ["--version"])).stdout.trim()));

for (const [index, node] of nodes.entries()) {
  const version = versions[index].slice(1);
  const row = `Node ${version.replace(/\.\d+$/, "")}`;
  /** @param {string[]} args */
  const run = async (...args) => {
    const { stdout, stderr } = await project.run(node, args);
    assert.equal(stderr, "", "Node warns of nothing");
    return JSON.parse(stdout);
  };

  describe(`Node ${version}`, LIMIT, () => {
    test("importing does nothing and throws nothing", async () => {
      for (const entry of ENTRIES) {
        const { seen, names } = await run("import.js", entry);
        assert.deepEqual(seen, [], entry);
        assert.notDeepEqual(names, [], entry);
      }
      recordCell({ group: "import", row, version, column: "import", result: "works" });
    });

    test("requiring does nothing, or is refused with the reason", async () => {
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
      recordCell({ group: "import", row, version, column: "require", result });
    });

    test("on a server everything but asking for a token works, and costs nothing", async () => {
      for (const entry of MANAGERS) {
        const { seen, told, snapshot, stats, states } = await run("server.js", entry);
        assert.deepEqual(seen, [], entry);
        assert.deepEqual(told, [null]);
        assert.equal(snapshot, null);
        assert.equal(stats.fetches, 0);
        assert.deepEqual(states, []);
      }
      recordCell({ group: "import", row, version, column: "manager on a server", result: "works" });
    });

    test("who asks there without an absolute endpoint is refused at once, and nothing is kept alive", async () => {
      for (const entry of MANAGERS) {
        for (const { name, code, transient, message, ms } of await run("refused.js", entry)) {
          assert.equal(name, "TokenError");
          assert.equal(code, "invalid_options");
          assert.equal(transient, false);
          assert.match(message, /tokens are for the browser: ask in an effect, onMount or a client component/);
          assert.ok(ms < 1_000, `${ms} ms`);
        }
      }
    });

    test("with an absolute endpoint a token can be had on a server, too", async () => {
      for (const entry of MANAGERS) {
        const route = await startTokenRoute();
        const { token, told } = await run("token.js", entry, route.endpoint).finally(route.close);
        assert.equal(token, "token-1");
        assert.deepEqual(told, ["null", "loading", "ready", "failed"]);
      }
    });
  });
}

/**
 * Whether `require` takes a module: from 20.19 and 22.12 on.
 *
 * @param {string} version
 */
function canRequireModules(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
}
