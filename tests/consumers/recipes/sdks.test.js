/** The token route with every supported version of the WorkOS SDK. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { startDemo } from "../../../www/server/start.js";
import { assertRefused, routeFor, SECRET, tokenRequest } from "../../route/asking.js";
import { makeProject } from "./project.js";

/** @type {import("../../../www/server/start.js").Demo} */
let demo;
let folder = "";

before(async () => {
  demo = await startDemo();
  folder = await makeProject("sdks", /^$/);
});
after(() => demo?.stop());

for (const version of [8, 9, 10, 11]) {
  test(`@workos-inc/node ${version}: a token by either contract, and one request for each failure`, async () => {
    const { WorkOS } = createRequire(path.join(folder, "app.js"))(`workos-${version}`);
    const { hostname, port } = new URL(demo.workosUrl);
    const workos = new WorkOS(SECRET, { apiHostname: hostname, port: Number(port), https: false });
    for (const [scopes, token] of /** @type {const} */ ([
      [{ sso: "widgets:sso:manage" }, /^eyJ/],
      [["sso"], /^widget_/],
    ])) {
      const body = await (await routeFor({ workos, scopes }).route(tokenRequest())).json();
      assert.match(body.token, token);
      assert.ok(Date.parse(body.expires_at) > Date.now());
    }
    for (const [fault, status, error] of /** @type {[object, number, string][]} */ ([
      [{ kind: "status", status: 429, retryAfter: 7 }, 429, "rate_limited"],
      [{ kind: "status", status: 401 }, 500, "server_error"],
      [{ kind: "status", status: 404 }, 404, "organization_not_found"],
      [{ kind: "status", status: 500 }, 502, "server_error"],
      [{ kind: "reply", status: 503, body: "<p>" }, 502, "server_error"],
    ])) {
      demo.workos?.reset();
      demo.faults?.add({ ...fault, count: 1 });
      const { retry_in_ms } = await assertRefused(await routeFor({ workos }).route(tokenRequest()), status, error);
      assert.equal(demo.workos?.log.counters().total, 1);
      if (status === 429) assert.ok(retry_in_ms > 6_000 && retry_in_ms <= 7_000);
    }
  });
}
