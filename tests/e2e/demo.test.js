import assert from "node:assert/strict";
import { test } from "node:test";
import { violationsOf } from "./demo/accessibility.js";
import { FAULT_CASES } from "./demo/faults.js";
import { countPendingTimers } from "./demo/pending-timers.js";
import { read, replaces, says, visitDemo } from "./demo/visit.js";

const ROUTES = ["/api/widget-token", "/api/seed/widget-token", "/api/seed-example/widget-token"];

test("the page starts with two tokens and no errors, and exposes no token", async (t) => {
  const { page, card, key, troubles, served } = await visitDemo(t);
  const first = await read(key(1));
  assert.equal(first.words, "Token is valid");
  assert.match(first.token, /^eyJ\S{7}…\S{4}$/);
  assert.notEqual(first.token, (await read(key(2))).token);
  assert.equal(await page.locator('.card[data-status="valid"]').count(), 2);
  assert.equal(served(), 2);
  await says(page, "#server-count", /^2$/);

  const reply = page.waitForResponse((response) => response.url().endsWith(ROUTES[0]));
  await card(1).getByRole("button", { name: "Reject it" }).click();
  const { token } = await (await reply).json();
  await replaces(key(1), first.token);
  const seen = await page.evaluate(() => [
    document.documentElement.outerHTML,
    document.querySelector("#inspector > *")?.shadowRoot?.innerHTML ?? "",
    location.href,
    JSON.stringify([localStorage, sessionStorage]),
    document.cookie,
    ...performance.getEntries().map(({ name }) => name),
  ]);
  assert.ok(seen[1].includes("Acme"));
  assert.ok(token.length > 100);
  assert.ok(!seen.some((text) => text.includes(token)));
  assert.ok(!seen.some((text) => text.includes(token.split(".")[2])));
  assert.deepEqual(troubles, []);
});

test("two widgets with one key share one token and one request", async (t) => {
  const { page, card, counter, button, served } = await visitDemo(t);
  await button("Add a widget").click();
  await says(card(3), ".card-status", "Has a valid token");
  await says(card(3), ".card-shared", /^shared with 1 other$/);
  await says(card(1), ".card-shared", /^shared with 1 other$/);
  assert.equal(await page.locator("#inspector li.key").count(), 2);
  assert.equal(served(), 2);
  await counter("answered from the cache").filter({ hasText: /^1$/ }).waitFor();

  await card(1).getByRole("button", { name: "Read token" }).click();
  await says(card(1), ".card-note", /from the cache/);
  await card(1).getByRole("button", { name: "Remove" }).click();
  assert.equal(await page.locator(".card-shared").filter({ hasText: "shared" }).count(), 0);
  assert.equal(served(), 2);
});

test("renews a token of ten seconds three times before it expires, without a read", async (t) => {
  const { page, key, counter, advance } = await visitDemo(t, { lifetimeSeconds: 10, clock: "stopped" });
  const readsBefore = await counter("answered from the cache").textContent();
  let { token } = await read(key(1));
  for (let renewal = 1; renewal <= 3; renewal++) {
    // After the renewal, and well before expiry.
    const reply = page.waitForResponse((response) => response.url().endsWith(ROUTES[0]));
    await advance(4_600);
    await reply;
    const before = token;
    // The inspector updates in the next frame, and frames use this clock, too.
    for (let frames = 0; token === before && frames < 100; frames++) {
      await advance(20);
      ({ token } = await read(key(1)));
    }
    assert.notEqual(token, before);
    assert.match((await read(key(1))).words, /^Token is valid/);
  }
  assert.equal(await page.locator('ol [data-kind="expired"], ol [data-kind="error"]').count(), 0);
  assert.equal(await counter("answered from the cache").textContent(), readsBefore);
  const label = await key(1).getByRole("img").getAttribute("aria-label");
  assert.match(label ?? "", /Of (\d+) earlier ones, \1 were replaced in time\. Failed requests: 0\.$/);
});

test("each fault shows what its button promises, and the page recovers", async (t) => {
  const visit = await visitDemo(t, { clock: true });
  const { page, key, button, demo, advance } = visit;
  for (const { name, shows, recovers } of FAULT_CASES) {
    await t.test(name, async () => {
      const { token } = await read(key(1));
      await button(new RegExp(`^${name}`)).click();
      await page.locator('.fault[aria-pressed="true"]').filter({ hasText: "left" }).waitFor();
      await page.locator("#fault-watch").filter({ hasText: "Watch:" }).waitFor();
      await shows(visit, token);

      await button("Stop all").click();
      await page.locator('.fault[aria-pressed="true"]').waitFor({ state: "detached" });
      assert.deepEqual(demo.faults?.list(), []);
      await recovers(visit, token);
      await page.getByText("All 2 tokens are valid.").waitFor();
      await says(key(1), ".words", /^Token is valid$/);
      await says(key(2), ".words", /^Token is valid$/);
      // The breaker counts the fetches of the last minute, and must not open in the next case.
      await advance(60_000);
    });
  }
});

test("stopping one fault leaves the others on", async (t) => {
  const { demo, page, button } = await visitDemo(t);
  await button(/^Slow/).click();
  await button(/^Your clock is an hour fast/).click();
  await page.locator('.fault[aria-pressed="true"]').nth(1).waitFor();
  await button(/^Slow/).click();
  await page.locator('.fault[aria-pressed="true"]').nth(1).waitFor({ state: "detached" });
  assert.deepEqual(
    demo.faults?.list().map(({ kind }) => kind),
    ["clock"],
  );
  // A clock cannot be fast and slow at once.
  await button(/^Your clock is an hour slow/).click();
  await page.locator('.fault[aria-pressed="true"]').filter({ hasText: "slow" }).waitFor();
  assert.equal(demo.faults?.list().length, 1);
});

test("a second tab takes the tokens of the first without a request, and is signed out with it", async (t) => {
  const { page, card, button, radio, served } = await visitDemo(t);
  const [second] = await Promise.all([page.waitForEvent("popup"), button("Open this page in a second tab").click()]);
  for (const number of [0, 1]) {
    await says(second.locator(".card").nth(number), ".card-status", "Has a valid token");
    await says(second.locator(".card").nth(number), ".card-shared", /^from another tab$/);
  }
  await says(second, "#tab-result", "2 tokens came from another tab, without a request.");
  await says(second, "#inspector .counters", /2from another tab|from another tab2/);
  assert.equal(served(), 2);
  assert.equal(await card(1).locator(".card-shared").textContent(), "");

  await radio("Nobody").check();
  await says(second.locator(".card").first(), ".card-status", /^Has no token$/);
  assert.equal(served(), 2);
});

test("a thousand reads send one request", async (t) => {
  const { page, button, served } = await visitDemo(t);
  await button(/^1,000/).click();
  await page
    .locator("#burst-result")
    .filter({ hasText: /^1,000 answers, 1 request, .*All .* the same token/ })
    .waitFor();
  assert.equal(served(), 3);
});

test("switches to other token routes and lifetimes", async (t) => {
  const { page, key, demo, radio } = await visitDemo(t, { lifetimeSeconds: 60 });
  for (const path of ROUTES.slice(1)) {
    await page.getByLabel("Token route").selectOption(path);
    await says(key(1), ".facts", /^Tokenwidget_.*Ends in(1 min 00|[2-5]\d) s/);
    await page.locator(".sample").filter({ hasText: path }).waitFor();
  }
  await page.getByLabel("Token route").selectOption(ROUTES[0]);
  await says(key(1), ".facts", /^TokeneyJ/);
  const { token } = await read(key(1));
  await radio("30 s").check();
  await replaces(key(1), token);
  assert.equal(demo.workos?.settings.lifetimeSeconds, 30);
  assert.match((await read(key(1))).ends, /^(30|[12]?\d) s$/);
});

test("another user gets other tokens, and a signed-out page has none", async (t) => {
  const { card, key, radio, demo, page, served } = await visitDemo(t);
  const { token } = await read(key(1));
  await radio("Grace").check();
  await replaces(key(1), token);
  assert.match(demo.workos?.log.tokens().at(-1)?.userId ?? "", /GRACE/);

  await radio("Linus").check();
  await says(key(1), ".note", /forbidden: .*403/);
  await says(card(1), ".card-status", /^Refused$/);

  await radio("Nobody").check();
  await says(card(1), ".card-status", /^Has no token$/);
  await says(key(1), ".words", /^Holds no token$/);
  await says(page, "#last-act", "Signed out: every token is dropped.");
  const before = served();
  await card(1).getByRole("button", { name: "Read token" }).click();
  await says(card(1), ".card-note", /unauthorized, 401/);
  assert.equal(served(), before);
  assert.equal(await page.getByRole("button", { name: "Add a widget" }).isDisabled(), true);

  await radio("Ada").check();
  await says(key(1), ".facts", /^TokeneyJ/);

  // A visitor who loads the page signed out can sign in and start.
  await radio("Nobody").check();
  await says(key(2), ".words", /^Holds no token$/);
  await page.reload();
  await page.getByText("Nobody is signed in. Choose somebody to begin.").waitFor();
  await radio("Grace").check();
  await page.getByText("All 2 tokens are valid.").waitFor();
});

test("after dispose no card updates and no timer or frame is pending, until a new manager starts", async (t) => {
  const { page, card, button, served } = await visitDemo(t, { lifetimeSeconds: 10, before: countPendingTimers });
  await button("Dispose of the manager").click();
  await page.waitForFunction(() => /** @type {any} */ (window).pendingTimers().length === 0);
  for (const number of [1, 2]) {
    assert.equal(await card(number).getAttribute("data-status"), "off");
    for (const name of ["Read token", "Reject it"])
      assert.equal(await card(number).getByRole("button", { name }).isDisabled(), true);
  }
  await says(page, "#inspector .verdict", "2 keys cannot get a new token (disposed).");
  const before = served();
  await button("Start a new manager").click();
  await page.getByText("All 2 tokens are valid.").waitFor();
  assert.equal(await page.locator("#inspector > *").count(), 1);
  assert.equal(served(), Number(before) + 2);
});

test("Tab, Space and Enter add a widget and remove it", async (t) => {
  const { page, card } = await visitDemo(t);
  const focused = () => page.evaluate(() => document.activeElement?.closest("label, button, select, a")?.textContent);
  const tabTo = async (/** @type {RegExp} */ name) => {
    for (let presses = 0; presses < 40 && !name.test((await focused()) ?? ""); presses++)
      await page.keyboard.press("Tab");
    assert.match((await focused()) ?? "", name);
  };
  await page.locator("body").press("Tab");
  assert.equal(await focused(), "Skip to the demo");
  await page.keyboard.press("Enter");
  await tabTo(/^audit_logs$/);
  await page.keyboard.press("Space");
  await tabTo(/^Add a widget$/);
  const outline = await page.evaluate(() => getComputedStyle(/** @type {Element} */ (document.activeElement)).outline);
  assert.match(outline, /solid 2px$/);
  await page.keyboard.press("Enter");
  await says(card(3), ".card-status", "Has a valid token");
  await says(card(3), ".card-title", "Acme sso, audit_logs");

  await card(3).getByRole("button", { name: "Remove" }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".card").count(), 2);
  assert.equal(await focused(), "Remove");
});

test("during an outage, no width scrolls horizontally, and axe finds no violation", async (t) => {
  const { page, button } = await visitDemo(t);
  await page.getByText("Full names").click();
  await button(/^WorkOS is down/).click();
  await page
    .getByText(/Trying again/)
    .first()
    .waitFor();
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${width} px`);
  }
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violationsOf(page), [], colorScheme);
  }
});

test("with reduced motion no frame animates, and times still update", async (t) => {
  const options = { context: { reducedMotion: /** @type {const} */ ("reduce") }, before: countPendingTimers };
  const { page, key } = await visitDemo(t, options);
  const { ends } = await read(key(1));
  await key(1).locator(":scope > .facts dd").nth(1).filter({ hasNotText: ends }).waitFor();
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).framesAskedFor()), 0);
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
});

test("with a real key there are no controls, and a sentence explains why", async (t) => {
  const { page, troubles } = await visitDemo(t, { server: { workosApiKey: "sk_test_of_nobody" }, cards: 0 });
  await page.getByText("This server asks the real WorkOS").waitFor();
  assert.equal(await page.getByRole("button", { name: "WorkOS is down" }).isVisible(), false);
  assert.equal(await page.getByText("reached WorkOS").isVisible(), false);
  assert.equal(await page.getByLabel("Token route").locator("option").count(), 1);
  assert.deepEqual(troubles, []);
});
