/** What the inspector shows, and its controls. */

import assert from "node:assert/strict";
import { createGate } from "../package/route.js";
import { goodToken, says, testInspector } from "./visit.js";

testInspector("shows each key's shortened token, times, usage, and timeline in words", {}, async (visit) => {
  const { mount, rows, verdict, page, run } = visit;
  await mount({ scopes: ["sso", ["dsync", "sso"]] });
  await says(verdict, "All 2 tokens are valid.");
  assert.deepEqual(await rows.locator(".name").allTextContents(), ["org_1 sso ", "org_1 dsync, sso "]);
  const token = await run(() => sources[0].peek().token);
  await says(rows.nth(0), /Token is valid/);
  await says(rows.nth(0), `Token${token.slice(0, 10)}…${token.slice(-4)}`);
  await says(rows.nth(0), /Ends in(10 min 00|9 min \d\d) s/);
  await says(rows.nth(0), /Next request in[89] min/);
  const label = await rows.nth(0).getByRole("img").getAttribute("aria-label");
  assert.match(
    label,
    /^Token fetched at [\d:]{8}, due for refresh at [\d:]{8}, expires at [\d:]{8}\. Of 0 earlier ones/,
  );
  assert.equal(await rows.nth(0).locator(".layer .bar").count(), 1);
  assert.equal(await rows.nth(0).locator(".layer .mark.due").count(), 1);

  const head = rows.nth(0).getByRole("button", { name: "org_1 sso" });
  assert.equal(await head.getAttribute("aria-expanded"), "false");
  await head.click();
  assert.equal(await head.getAttribute("aria-expanded"), "true");
  await says(rows.nth(0), /Wanted by1 subscriber, 0 waiting callers/);
  await says(rows.nth(0), /Last used\d+ s ago/);
  await says(rows.nth(0), /Requestnone under way/);

  const seen = await page.evaluate(() => document.querySelector("workos-widget-tokens-inspector").shadowRoot.innerHTML);
  assert.ok(!seen.includes(token));
});

testInspector("lists keys in the order of their creation, whichever token arrives first", {}, async (visit) => {
  const { mount, rows, launcher, verdict, route, run } = visit;
  const [reply, gate] = [goodToken(Date.now), createGate()];
  route.answer((request, number) => ({
    ...reply(request, number),
    hold: request.json.widgetScope === "sso" ? gate.opened : undefined,
  }));
  await mount({ isOpen: false });
  await run(() => sources[1].getToken());
  gate.open();
  await run(() => sources[0].getToken());
  await launcher.click();
  await says(verdict, "All 2 tokens are valid.");
  assert.deepEqual(await rows.locator(".name").allTextContents(), ["org_1 sso ", "org_1 dsync "]);
});

testInspector(
  "explains an outage from the first failure to its end",
  {},
  async ({ mount, rows, verdict, route, run, log, page }) => {
    await mount({ retryMaxMs: 1_000 });
    await says(verdict, "All 2 tokens are valid.");
    const good = route.requests.length;
    let isAway = true;
    const answer = { json: { token: "t", expires_in: 600 } };
    route.answer(() => (isAway ? { status: 502, json: { error: "nobody is home" } } : answer));
    await run(() => sources.map((source) => source.getToken({ forceRefresh: true })) && undefined);
    await says(
      verdict,
      /^2 keys cannot get a new token \(server_error 502\)\. The tokens at hand are still valid: widgets notice nothing\.$/,
    );
    await says(rows.nth(1), /Token is still valid/);
    await says(
      rows.nth(1).locator(".note"),
      /^server_error: the token route failed; .*\(nobody is home\) \[status 502\]\. Trying again\.$/,
    );
    await rows.nth(0).locator(".mark.failed").first().waitFor();

    await run(() => sources[0].invalidate());
    await says(verdict, /1 of 2 keys without a valid token\. Their widgets wait, and go on by themselves\.$/);
    await says(rows.nth(0), /No token yet, widgets wait/);
    await rows.nth(0).locator(".bar.dropped").waitFor();

    isAway = false;
    await says(verdict, "All 2 tokens are valid.");
    assert.ok(route.requests.length > good);
    await page.locator("select").selectOption("error");
    assert.ok((await log.allTextContents()).every((line) => /server_error: .*Retry in \d+ s\.$/.test(line)));
    assert.ok((await log.count()) >= 2);
  },
);

testInspector(
  "shows a terminal error with its remedy",
  { troubles: /403/ },
  async ({ mount, rows, verdict, route }) => {
    route.answer({ status: 403, json: { error: "not a member" } });
    await mount({ scopes: ["sso"] });
    await says(
      verdict,
      "1 key cannot get a new token (forbidden 403). 1 of 1 key without a valid token. Their widgets are refused.",
    );
    await says(
      rows.locator(".note"),
      /check their organization and permissions \(not a member\).*Not retried automatically\.$/,
    );
  },
);

testInspector("reports a pause that the route asked for", {}, async ({ mount, verdict, route }) => {
  route.answer({ status: 429, headers: { "Retry-After": "40" }, json: { error: "slow down" } });
  await mount({ scopes: ["sso"] });
  await says(verdict, /\(rate_limited 429\)\. The route asked for a pause of 40 s\./);
});

testInspector("reports problems that WorkOS widgets have with a token", {}, async ({ mount, rows, route }) => {
  route.answer({ json: { token: "widget_opaque_and_long_enough", expires_in: 600 } });
  await mount({ scopes: ["sso"] });
  await says(rows.locator(".warnings"), "1 warning");
  await rows.getByRole("button", { name: "org_1 sso" }).click();
  await says(rows.locator(".more li"), /^opaque_token the token is not a JWT\. .*createToken\(\) from the route\.$/);
});

testInspector("shows the counters", {}, async ({ mount, panel, run, verdict }) => {
  await mount();
  await says(verdict, "All 2 tokens are valid.");
  await run(() => tokens.getToken(sso).then(() => tokens.getToken(sso)));
  const counter = (/** @type {string} */ name, /** @type {string | RegExp} */ value) =>
    panel.locator(".counters div").filter({ hasText: name }).locator("dd").filter({ hasText: value }).waitFor();
  await counter("answered from the cache", /^2$/);
  await counter("requests sent", /^2$/);
  await counter("keys known", /^2$/);
  await counter("of the requests, failed", /^0$/);
  await counter("until the next fetch", /min/);
  await counter("your clock", /^right$/);
});

testInspector("filters the keys and the log, and can fetch and invalidate a key", {}, async (visit) => {
  const { mount, rows, verdict, log, page, route, run } = visit;
  await mount();
  await says(verdict, "All 2 tokens are valid.");
  await page.getByRole("searchbox", { name: "Filter by key or state" }).fill("DSYNC");
  await says(rows, "dsync");
  assert.equal(await rows.count(), 1);
  assert.ok((await log.allTextContents()).every((line) => line.includes("dsync")));
  await rows.getByRole("button", { name: "org_1 dsync" }).click();
  const before = await run(() => sources.map((source) => source.peek().token));
  await rows.getByRole("button", { name: "Fetch a new token" }).click();
  await page.waitForFunction((old) => sources[1].peek().token !== old, before[1]);
  await rows.locator(".bar.replaced").waitFor();
  await rows.getByRole("button", { name: "Invalidate the token" }).click();
  await route.arrived(4);
  await says(log, "You pressed: invalidate.");
  assert.equal(await run(() => sources[0].peek().token), before[0], "the other key is unchanged");
  await page.getByRole("searchbox").fill("matches nothing");
  await page.getByText("No keys").waitFor();
  await page.getByRole("searchbox").fill("is valid");
  await rows.nth(1).waitFor();
});

testInspector(
  "the report contains everything except tokens",
  {},
  async ({ mount, verdict, page, run, route, context }) => {
    route.answer([
      { json: { token: "widget_a_secret_of_somebody", expires_in: 600 } },
      { status: 500, json: { error: "cannot parse eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln" } },
    ]);
    await mount({ scopes: ["sso"] });
    await says(verdict, "The token is valid.");
    await run(() => tokens.getToken(sso, { forceRefresh: true, waitTimeoutMs: 0 }).catch(() => {}));
    await says(verdict, /server_error 500/);
    // A page that may not write to the clipboard shows the report instead.
    await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await page.getByRole("button", { name: "Copy a report" }).click();
    const text = await page.getByRole("textbox", { name: "The report" }).inputValue();
    const report = JSON.parse(text);
    assert.match(report.version, /^workos-widget-tokens@\d+\.\d+\.\d+/);
    assert.equal(report.stats.fetches, 2);
    const [key] = report.keys;
    assert.deepEqual(key.key, { organizationId: "org_1", widgetScope: "sso" });
    assert.equal(key.state.subscribers, 1);
    assert.equal(key.trouble.code, "server_error");
    assert.match(key.trouble.message, /\(cannot parse \(removed\)\)/);
    assert.equal(key.findings[0].code, "opaque_token");
    assert.equal(report.log.length, 2);
    assert.doesNotMatch(text, /eyJ|widget_a/);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  },
);

testInspector("a disposed manager stops the updates", {}, async ({ mount, verdict, run, page }) => {
  await mount();
  await says(verdict, "All 2 tokens are valid.");
  await run(() => tokens.dispose());
  await says(verdict, /^2 keys cannot get a new token \(disposed\)/);
  await page.waitForFunction(() => pendingTimers().length === 0);
});
