/** The command line that the documents show finds nothing wrong with the routes that they show. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { listen } from "../../www/server/listen.js";
import { startDemo } from "../../www/server/start.js";
import { apiKeys, organizations } from "../../www/server/workos/directory.js";
import { people } from "../../www/server/workos/people.js";
import { blockWith } from "../documents/documents.js";
import { loadShownRoute } from "../documents/shown-route.js";
import { runCommand, troubles } from "./command.js";

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;

before(async () => {
  // As on a server: otherwise Express answers a request that it cannot read with a stack trace.
  process.env.NODE_ENV = "production";
  demo = await startDemo();
});

after(() => demo?.stop());

for (const { document, written, accepted } of /** @type {const} */ ([
  // How fast this machine is, is no matter of the route.
  { document: "README.md", written: "by the package", accepted: /^time\/reply$/ },
  { document: "docs/route.md", written: "by hand", accepted: /^time\/reply$|^refusals\// },
])) {
  test(`the route and the command of ${document}`, async (t) => {
    const user = { workosId: people.ada.id, organizationIds: [organizations.acme.id] };
    const workos = { workosUrl: demo.workosUrl, secret: apiKeys.test.secret };
    const route = await loadShownRoute({ written, ...workos, user, cookie: "session=1" });
    const site = await listen(route, { port: 0 });
    t.after(site.stop);
    const [npx, name, ...args] = blockWith(document, "npx workos-widget-tokens check")
      .replace(/\\\n/g, "")
      .replace("http://localhost:3000", site.url)
      .replace("session=…", "session=1")
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll('"', ""));
    assert.deepEqual([npx, name, args[0]], ["npx", "workos-widget-tokens", "check"]);
    const { status, stdout, stderr } = await runCommand([...args, "--json"]);
    assert.equal(status, 0, stdout + stderr);
    const found = Object.keys(troubles(JSON.parse(stdout)));
    assert.deepEqual(
      found.filter((id) => !accepted.test(id)),
      [],
    );
  });
}
