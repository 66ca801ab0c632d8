/** The command line that the documents show finds nothing wrong with the route that they show. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { listen } from "../../www/server/listen.js";
import { startDemo } from "../../www/server/start.js";
import { apiKeys, organizations } from "../../www/server/workos/directory.js";
import { people } from "../../www/server/workos/people.js";
import { blockWith } from "../documents/documents.js";
import { loadShownRoute } from "../documents/shown-route.js";
import { runCommand } from "./command.js";

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
/** @type {Awaited<ReturnType<typeof listen>>} */
let site;

before(async () => {
  // As on a server: otherwise Express answers a request that it cannot read with a stack trace.
  process.env.NODE_ENV = "production";
  demo = await startDemo();
  const user = { workosId: people.ada.id, organizationIds: [organizations.acme.id] };
  const workos = { workosUrl: demo.workosUrl, secret: apiKeys.test.secret };
  site = await listen(await loadShownRoute({ ...workos, user, cookie: "session=1" }), { port: 0 });
});

after(async () => {
  await site?.stop();
  await demo?.stop();
});

for (const document of ["README.md", "docs/route.md"]) {
  test(`the command of ${document}`, async () => {
    const [npx, name, ...args] = blockWith(document, "npx workos-widget-tokens check")
      .replace(/\\\n/g, "")
      .replace("http://localhost:3000", site.url)
      .replace("session=…", "session=1")
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll('"', ""));
    assert.deepEqual([npx, name, args[0]], ["npx", "workos-widget-tokens", "check"]);
    const { status, stdout, stderr } = await runCommand(args);
    assert.equal(status, 0, stdout + stderr);
  });
}
