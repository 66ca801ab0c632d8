import assert from "node:assert/strict";
import { test } from "node:test";
import { toNodeHandler } from "../../src/route/index.js";
import { listen } from "../../www/server/listen.js";
import { ADA, granting, ORGANIZATION as MEMBERS, routeFor } from "../route/asking.js";
import { runCommand } from "./command.js";
import { answerWith, COOKIE, ORGANIZATION, serveRoute } from "./route.js";

/**
 * @param {string} url
 * @param {string} organization
 * @param {string[]} more
 */
async function check(url, organization, ...more) {
  const args = ["check", url, "--organization", organization, "--cookie", COOKIE, "--json", ...more];
  const report = JSON.parse((await runCommand(args)).stdout);
  return { report, pacing: report.checks.find((/** @type {any} */ each) => each.id === "pacing/slot") };
}

for (const [name, body, retryAfter, verdict, says] of /** @type {[string, object, string, string, RegExp][]} */ ([
  ["a slot", { retry_in_ms: 12_345 }, "13", "ok", /slot, in 12 s/],
  ["a plain Retry-After", {}, "13", "note", /at about the same time/],
  ["a slot that is not a number", { retry_in_ms: "soon" }, "13", "warning", /not a number of milliseconds/],
  ["a slot that is later than Retry-After", { retry_in_ms: 12_345 }, "3", "warning", /Retry-After 3 s/],
])) {
  test(`${name} is ${verdict}`, async (t) => {
    let requests = 0;
    const route = await serveRoute(t, (answer) => {
      requests += 1;
      return requests > 20
        ? answerWith(429, { error: "rate_limited", ...body }, { "Retry-After": retryAfter })
        : answer;
    });
    const { pacing } = await check(route.url, ORGANIZATION, "--burst", "20");
    assert.equal(pacing.verdict, verdict);
    assert.match(pacing.found, says);
  });
}

test("reports nothing without a burst, and reports a burst without a 429", async (t) => {
  const route = await serveRoute(t);
  assert.equal((await check(route.url, ORGANIZATION)).pacing, undefined);
  assert.match((await check(route.url, ORGANIZATION, "--burst", "3")).pacing.found, /3 more requests all succeeded/);
});

test("the package's own route passes, even when rate-limited", async (t) => {
  let count = 0;
  const token = () => `widget_${++count}`.padEnd(30, "0");
  const { route } = routeFor({
    authenticate: ({ headers }) => (headers.get("Cookie") === COOKIE ? ADA : null),
    scopes: ["sso"],
    fetch: (url, init) => granting(token(), { expires_at: new Date(Date.now() + 600_000).toISOString() })(url, init),
  });
  const site = await listen(/** @type {any} */ (toNodeHandler(route)), { port: 0 });
  t.after(site.stop);
  const { report, pacing } = await check(`${site.url}/api/widget-token`, MEMBERS, "--burst", "60");
  assert.equal(pacing.verdict, "ok");
  // How fast this machine is says nothing about the route.
  const troubles = report.checks.filter(
    (/** @type {any} */ { id, verdict }) => (verdict === "warning" || verdict === "wrong") && id !== "time/reply",
  );
  assert.deepEqual(troubles, []);
});
