/** The tests that every server runtime has to pass: it imports each entry, and a manager works as on a server. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { recordCell } from "../cells.js";
import { startTokenRoute } from "../token-route.js";
import { entries, LIMIT } from "./install.js";

export const ENTRIES = await entries();
/** The entries with a manager. */
const MANAGERS = ["", "/streaming", "/tabs"].map((entry) => `workos-widget-tokens${entry}`);

/** What `on` and `subscribe` throw without a function. */
const NO_LISTENER = { name: "TokenError", code: "invalid_options", description: "the listener is not a function" };

/**
 * @typedef {(...args: string[]) => Promise<any>} Run runs a script of `projects/runtimes`, and parses its output
 *
 * @param {Awaited<ReturnType<typeof import("./install.js").installProject>>} project
 * @param {object} runtime
 * @param {string} runtime.name
 * @param {string} runtime.version
 * @param {string[]} runtime.command
 * @param {(run: Run, record: (column: string, result?: string) => void) => void} [more] tests of this runtime only
 */
export function testRuntime(project, { name, version, command: [program, ...options] }, more) {
  const row = `${name} ${version.replace(/\.\d+$/, "")}`;
  /** @type {Run} */
  const run = async (...args) => {
    const { stdout, stderr } = await project.run(program, [...options, ...args]);
    assert.equal(stderr, "", `${name} prints no warning`);
    return JSON.parse(stdout);
  };

  const record = (/** @type {string} */ column, result = "works") =>
    recordCell({ group: "import", row, version, column, result });

  describe(`${name} ${version}`, LIMIT, () => {
    test("importing has no side effect and throws nothing", async () => {
      for (const entry of ENTRIES) {
        const { seen, names } = await run("import.js", entry);
        assert.deepEqual(seen, [], entry);
        assert.notDeepEqual(names, [], entry);
      }
      record("import");
    });

    test("on a server everything except requesting a token works, without timers or requests", async () => {
      for (const entry of MANAGERS) {
        const { seen, received, refused, snapshot, stats, states } = await run("server.js", entry);
        assert.deepEqual(seen, [], entry);
        assert.deepEqual(received, [null]);
        assert.deepEqual(refused, Array(8).fill(NO_LISTENER), "a listener that is not a function is refused at once");
        assert.equal(snapshot, null);
        assert.equal(stats.fetches, 0);
        assert.deepEqual(states, []);
      }
      record("manager on a server");
    });

    test("a token request without an absolute endpoint rejects at once, and the process ends", async () => {
      for (const entry of MANAGERS) {
        for (const { name, code, transient, message, ms } of await run("refused.js", entry)) {
          assert.equal(name, "TokenError");
          assert.equal(code, "invalid_options");
          assert.equal(transient, false);
          assert.match(message, /tokens are for the browser: ask in an effect, onMount or a client component/);
          // Milliseconds, except on a busy machine; a waiting caller waits 30 s or for ever.
          assert.ok(ms < 10_000, `${ms} ms`);
        }
      }
    });

    test("with an absolute endpoint a server gets a token, too", async () => {
      for (const entry of MANAGERS) {
        const route = await startTokenRoute();
        const { token, received } = await run("token.js", entry, route.endpoint).finally(route.close);
        assert.equal(token, "token-1");
        assert.deepEqual(received, ["null", "loading", "ready", "failed"]);
      }
      record("token on a server");
    });

    test("the token route answers requests", async () => {
      assert.deepEqual(await run("route.js"), [
        { status: 401, token: null, error: "unauthorized" },
        { status: 200, token: "token-for-user_1", error: null },
        { status: 429, token: null, error: "rate_limited" },
      ]);
    });

    more?.(run, record);
  });
}
