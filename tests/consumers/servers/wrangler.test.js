/** A Worker under `wrangler dev`: refused without an absolute endpoint; with one, and the module, it gets tokens. */

import assert from "node:assert/strict";
import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { filesOf } from "../../documents/documents.js";
import { LIMIT } from "../bundler.js";
import { recordCell } from "../cells.js";
import { startServer } from "../dev-server.js";
import { installProject } from "../project.js";
import { startTokenRoute } from "../token-route.js";
import { assertRefusal } from "./visit.js";

/** @type {Awaited<ReturnType<typeof installProject>>} */
let project;

before(async () => {
  project = await installProject("wrangler");
  const source = path.join(project.folder, "src");
  await cp(fileURLToPath(new URL("pages", import.meta.url)), source, { recursive: true });
  await writeFile(path.join(source, "tokens.js"), String(filesOf("docs/frameworks.md").get("tokens.js")));
});

/**
 * @param {string} column
 * @param {string} [result]
 */
const record = async (column, result = "works") => {
  const version = await project.version("wrangler");
  recordCell({ group: "import", row: "Cloudflare Workers, wrangler 4", version, column, result });
};

test("a Worker that requests a token with a page's endpoint is refused at once", LIMIT, async (t) => {
  const server = await startServer(project, (port) => ["wrangler", "dev", "src/shared.js", "--port", port], t.signal);
  t.after(server.stop);
  for (const _ of ["the first request", "and another"]) {
    const response = await fetch(server.url);
    assertRefusal(await response.json());
  }
  await record("import");
  await record("manager on a server");
});

test("a Worker that passes the module gets its own tokens", LIMIT, async (t) => {
  const route = await startTokenRoute();
  t.after(route.close);
  const command = (/** @type {string} */ port) => [
    ...["wrangler", "dev", "src/worker.js", "--port", port],
    ...["--var", `TOKEN_ROUTE:${route.endpoint}`],
  ];
  const server = await startServer(project, command, t.signal);
  t.after(server.stop);
  const ask = async () => (await fetch(server.url)).text();
  // Concurrently, too: in a Worker no request can await what another has started.
  assert.deepEqual((await Promise.all([ask(), ask(), ask()])).sort(), ["token-1", "token-2", "token-3"]);
  await record(
    "token on a server",
    '`import wasm from "workos-widget-tokens/workos-widget-tokens.wasm"`, `init(wasm)`',
  );
});
