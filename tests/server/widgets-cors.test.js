import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDemo } from "../../www/server/start.js";
import { ask, tokenFor } from "./widget.js";

const MEMBERS = "/UserManagement/members";

/** @type {import("../../www/server/start.js").Demo} */
let demo;

before(async () => {
  demo = await startDemo();
});
after(() => demo.stop());

/** @param {string} origin */
function preflight(origin) {
  const headers = {
    Origin: origin,
    "Access-Control-Request-Method": "GET",
    "Access-Control-Request-Headers": "authorization,content-type,workos-widgets-type,workos-widgets-version",
  };
  return fetch(`${demo.workosUrl}/_widgets${MEMBERS}`, { method: "OPTIONS", headers });
}

for (const origin of ["http://127.0.0.1:8080", "http://localhost:3000", "https://localhost", "http://[::1]:5173"]) {
  test(`lets a page at ${origin} send every header that the components send`, async () => {
    const { status, headers } = await preflight(origin);
    assert.equal(status, 204);
    assert.equal(headers.get("Access-Control-Allow-Origin"), origin);
    const allowed = headers.get("Access-Control-Allow-Headers")?.toLowerCase().split(", ");
    for (const name of ["authorization", "content-type", "workos-widgets-version", "workos-widgets-type"]) {
      assert.ok(allowed?.includes(name), name);
    }
    for (const method of ["GET", "POST", "PUT", "DELETE"]) {
      assert.ok(headers.get("Access-Control-Allow-Methods")?.split(", ").includes(method), method);
    }
  });
}

for (const origin of ["https://evil.example", "http://localhost.evil.example", "null"]) {
  test(`refuses a page at ${origin}`, async () => {
    assert.equal((await preflight(origin)).headers.get("Access-Control-Allow-Origin"), null);
    const reply = await ask(demo, MEMBERS, { headers: { Origin: origin } });
    assert.equal(reply.headers.get("Access-Control-Allow-Origin"), null);
  });
}

test("makes replies and refusals readable to the page, and forbids caching them", async () => {
  const headers = { Origin: demo.url };
  for (const [token, status] of /** @type {const} */ ([
    [await tokenFor(demo), 200],
    [undefined, 401],
    [await tokenFor(demo, { scopes: ["widgets:sso:manage"] }), 403],
  ])) {
    const reply = await ask(demo, MEMBERS, { token, headers });
    assert.equal(reply.status, status);
    assert.equal(reply.headers.get("Access-Control-Allow-Origin"), demo.url);
    assert.equal(reply.headers.get("Vary"), "Origin");
    assert.equal(reply.headers.get("Cache-Control"), "no-store");
  }
});

test("does not count a preflight as a widget's request", async () => {
  demo.workos?.reset();
  await preflight(demo.url);
  assert.deepEqual(demo.workos?.widgets.log.requests(), []);
});
