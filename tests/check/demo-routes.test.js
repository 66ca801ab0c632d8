import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDemo } from "../../www/server/start.js";
import { organizations } from "../../www/server/workos/directory.js";
import { runBoth, runCommand } from "./command.js";

/** @type {import("../../www/server/start.js").Demo} */
let demo;
let cookie = "";

before(async () => {
  demo = await startDemo();
  const response = await fetch(`${demo.url}/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: "ada" }),
  });
  cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
});
after(() => demo.stop());

const FOR_ANY_TOKEN = {
  "reply/status": "ok",
  "reply/json": "ok",
  "reply/token": "ok",
  "lifetime/stated": "ok",
  "clock/date": "ok",
  "repeat/fresh": "ok",
  "repeat/together": "ok",
  "headers/cache": "ok",
  "headers/token": "ok",
  "cors/foreign-origin": "ok",
  "access/signed-out": "ok",
  "access/organization": "ok",
  "access/get": "ok",
  "refusals/missing-organization": "ok",
  "refusals/wrong-type": "ok",
  "refusals/unknown-scope": "ok",
  "refusals/malformed-json": "ok",
  "secrets/key": "ok",
  "secrets/stack-trace": "ok",
};
/** Depends on how fast this machine is. */
const TIME = "time/reply";
const FOR_OPAQUE_TOKEN = { ...FOR_ANY_TOKEN, "token/kind": "note", "access/user": "note" };

for (const [route, expected] of /** @type {[string, Record<string, string>][]} */ ([
  [
    "/api/widget-token",
    {
      ...FOR_ANY_TOKEN,
      "lifetime/offset": "ok",
      "lifetime/agreement": "ok",
      "lifetime/length": "ok",
      "token/kind": "ok",
      "token/claims": "ok",
      "token/permissions": "ok",
      "token/organization": "ok",
      "clock/issuer": "ok",
      "access/user": "ok",
    },
  ],
  ["/api/seed/widget-token", { ...FOR_OPAQUE_TOKEN, "lifetime/offset": "ok", "lifetime/length": "ok" }],
  [
    "/api/seed-example/widget-token",
    { ...FOR_OPAQUE_TOKEN, "lifetime/stated": "warning", "refusals/unknown-scope": "warning" },
  ],
])) {
  test(`reports the known findings of ${route}`, async () => {
    const { report, status } = await runBoth(argsFor(route), () => [cookie, cookie.split("; ")[0].slice(13)]);
    const { [TIME]: _, ...verdicts } = Object.fromEntries(
      report.checks.map((/** @type {any} */ each) => [each.id, each.verdict]),
    );
    assert.deepEqual(verdicts, expected);
    assert.equal(status, 0, "warnings are allowed");
    const { status: strictStatus, stdout } = await runCommand([...argsFor(route), "--strict", "--json"]);
    assert.equal(strictStatus, JSON.parse(stdout).counts.warning > 0 ? 1 : 0);
  });
}

test("recognizes the refusal of an existing organization of others", async () => {
  const args = [...argsFor("/api/widget-token"), "--unknown-organization", organizations.kernel.id];
  const { report } = await runBoth(args, () => [cookie]);
  const found = report.checks.find((/** @type {any} */ { id }) => id === "access/organization");
  assert.equal(found.verdict, "ok");
  assert.doesNotMatch(found.found, /To verify that membership is checked/);
});

test("reports a route that rejects pages of another origin", async () => {
  const args = [...argsFor("/api/widget-token"), "--origin", "https://app.example"];
  const { report, status } = await runBoth(args, () => [cookie]);
  const wrong = report.checks.filter((/** @type {any} */ { verdict }) => verdict === "wrong");
  assert.deepEqual(
    wrong.map((/** @type {any} */ { id }) => id),
    ["reply/status", "cors/preflight", "cors/origin", "cors/credentials"],
  );
  assert.equal(status, 1);
});

test("without a cookie the route rejects, and the report says what to pass", async () => {
  const args = ["check", `${demo.url}/api/widget-token`, "--organization", organizations.acme.id];
  const { report, status, text } = await runBoth(args, () => []);
  assert.deepEqual([report.requests.length, status], [1, 1], "no further request is sent");
  assert.match(text, /reply\/status A valid request gets status 401.*--cookie/);
});

/** @param {string} route */
function argsFor(route) {
  return ["check", demo.url + route, "--organization", organizations.acme.id, "--cookie", cookie];
}
