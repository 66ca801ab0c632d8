import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertSilentOn, runBoth, runCommand, troubles } from "./command.js";
import { replyFaults } from "./reply-faults.js";
import { answerWith, COOKIE, ORGANIZATION, serveRoute } from "./route.js";
import { routeFaults } from "./route-faults.js";

describe("one fault each", { concurrency: 8 }, () => {
  for (const fault of [...replyFaults, ...routeFaults]) {
    test(fault.name, async (t) => {
      const route = await serveRoute(t, fault.change);
      const args = [...argsFor(route.url), ...(fault.args ?? []), "--json"];
      const { stdout, stderr, status } = await runCommand(args);
      assertSilentOn(stdout + stderr, [...route.minted, COOKIE, COOKIE.slice(8)]);
      const report = JSON.parse(stdout);
      assert.deepEqual(troubles(report), fault.troubles);
      assert.equal(status, report.counts.wrong > 0 ? 1 : 0);
      const [id] = Object.keys(fault.troubles);
      const first = report.checks.find((/** @type {any} */ check) => check.id === id);
      assert.match(`${first.found} ${first.effect} ${first.mend} ${first.code}`, fault.says);
    });
  }
});

test("finds nothing wrong with a correct route", async (t) => {
  const route = await serveRoute(t);
  const args = [...argsFor(route.url), "--strict"];
  const { report, status } = await runBoth(args, () => [...route.minted, COOKIE]);
  assert.deepEqual([troubles(report), status, report.verdict], [{}, 0, "ok"]);
});

test("the text report contains the same findings, fixes and counts", async (t) => {
  const route = await serveRoute(t, (answer) => ({ ...answer, headers: { "Cache-Control": "max-age=9" } }));
  const { report, text } = await runBoth(argsFor(route.url), () => [...route.minted, COOKIE]);
  assert.deepEqual(troubles(report), { "reply/json": "warning", "headers/cache": "wrong" });
  assert.match(text, /✓ ok reply\/status Status 200\./);
  for (const [mark, id] of [
    ["! warning", "reply/json"],
    ["✗ wrong", "headers/cache"],
  ]) {
    const { found, effect, mend, code } = report.checks.find((/** @type {any} */ check) => check.id === id);
    assert.ok(text.includes(`${mark} ${id} ${found} Effect: ${effect} Fix: ${mend} ${code}`), text);
  }
  assert.match(text, /1 wrong, 1 warning, \d+ ok; 14 requests\. $/);
});

test("reports a token that is returned without credentials", async (t) => {
  const route = await serveRoute(t, (answer, { text }, mint) =>
    answer.status === 401 && text.includes('"sso"') && text.includes(ORGANIZATION)
      ? answerWith(200, { token: mint() })
      : answer,
  );
  const { report, text, status } = await runBoth(
    ["check", route.url, "--organization", ORGANIZATION],
    () => route.minted,
  );
  assert.equal(troubles(report)["access/signed-out"], "wrong");
  assert.match(text, /No cookie and no header was given, and the route returns a token/);
  assert.equal(status, 1);
});

/** @param {string} url */
function argsFor(url) {
  return ["check", url, "--organization", ORGANIZATION, "--cookie", COOKIE];
}
