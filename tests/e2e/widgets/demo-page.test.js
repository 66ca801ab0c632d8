import assert from "node:assert/strict";
import { test } from "node:test";
import { organizations } from "../../../www/server/workos/directory.js";
import { violationsOf } from "../demo/accessibility.js";
import { visitPage } from "./demo-page.js";

/** Violations of the published components themselves: a nameless select, empty table headers, an amber badge. */
const OF_THE_COMPONENTS = [".widget .rt-SelectTrigger", ".widget .rt-BaseCard", ".widget table"];

test("the first page links to it: six widgets, four tokens, and none of them readable", async (t) => {
  const { demo, page, troubles, counts, countsFetches, countsRequestsOf, settles } = await visitPage(t, { path: "/" });
  const replies = [];
  page.on("response", (response) => {
    if (response.url().endsWith("/api/widget-token")) replies.push(response.json());
  });
  await page.getByRole("link", { name: "See it with the real WorkOS widgets" }).click();
  await settles();
  await countsRequestsOf(organizations.acme.id);
  await countsFetches(4);
  await counts("refused", 0);
  await counts("wrong", 0);
  assert.ok(demo.workos.widgets.log.requests().every(({ verdict }) => verdict === "ok"));

  const received = await page.getByRole("img", { name: /^Token fetched at .*, expires at / }).count();
  assert.equal(received, 4, "each timeline has a text alternative");
  const seen = await page.evaluate(() => [
    document.documentElement.outerHTML,
    location.href,
    JSON.stringify([localStorage, sessionStorage]),
    document.cookie,
  ]);
  const tokens = (await Promise.all(replies.slice(-4))).map(({ token }) => token);
  assert.equal(tokens.filter((token) => token.length > 100).length, 4);
  assert.ok(!tokens.some((token) => seen.some((text) => text.includes(token))));
  assert.deepEqual(troubles, []);
});

test("another organization shows its data alone, with its tokens alone", async (t) => {
  const { demo, page, counts, countsRequestsOf, settles, troubles } = await visitPage(t);
  await settles();
  await page.getByText("acme-labs.example").waitFor();
  await page.getByLabel("Organization").selectOption({ label: "Analytical Engines" });
  await page.getByText("engines.example").waitFor();
  await settles();
  assert.equal(await page.getByText("acme-labs.example").count(), 0);
  await page.getByText("One for each scope at Analytical Engines").waitFor();
  await countsRequestsOf(organizations.analytical.id);
  await counts("wrong", 0);
  const requests = demo.workos.widgets.log.requests();
  const first = requests.findIndex(({ organizationId }) => organizationId === organizations.analytical.id);
  assert.ok(first > 0 && requests.every(({ verdict }) => verdict === "ok"));
  assert.ok(requests.slice(first).every(({ organizationId }) => organizationId === organizations.analytical.id));
  assert.deepEqual(troubles, []);
});

test("another user, signing out, and signing in again", async (t) => {
  const { demo, page, settles, counts, troubles } = await visitPage(t);
  await settles();
  await page.getByRole("radio", { name: "Grace" }).check();
  await page.getByText("grace@acme.example", { exact: true }).nth(1).waitFor();
  await settles();
  await counts("wrong", 0);
  const last = demo.workos.widgets.log.requests().at(-1);
  assert.match(last.userId, /GRACE/);

  await page.getByRole("radio", { name: "Nobody" }).check();
  await page.getByText("Nobody is signed in").waitFor();
  assert.equal(await page.locator(".widget, workos-widget-tokens-inspector").count(), 0);
  await page.reload();
  await page.getByText("Nobody is signed in").waitFor();
  await page.getByRole("radio", { name: "Ada" }).check();
  await settles();
  assert.deepEqual(troubles, []);
});

test("after a 403 for one request, the widgets stay", async (t) => {
  const { page, button, counts, countsRequestsOf, settles, troubles } = await visitPage(t);
  await settles();
  await countsRequestsOf(organizations.acme.id);
  await button("The next request is a 403").click();
  await counts("refused", 1);
  await settles();
  await counts("wrong", 0);
  assert.equal(await page.getByText(/Incorrect permissions|Session expired/).count(), 0);
  assert.deepEqual(
    troubles.filter((text) => !/status of 403/.test(text)),
    [],
  );
});

test("during an outage the tokens report it and the widgets do not, and both recover", async (t) => {
  const { demo, page, button, settles } = await visitPage(t);
  await settles();
  // Longer than this test takes on any machine, and ended by a second click.
  const fault = button(/^The backend is away.*(2 min|left)$/);
  await fault.click();
  await page.locator("li.key .note").filter({ hasText: "Trying again." }).nth(3).waitFor();
  await page.getByText("Watch: Tokens of 75 s run out meanwhile").waitFor();
  assert.equal(await fault.getAttribute("aria-pressed"), "true");
  await settles();
  // Active faults stay on when another page is opened.
  await page.getByLabel("Organization").selectOption({ label: "Analytical Engines" });
  await page.getByText("Waiting for your backend…").nth(5).waitFor();
  assert.equal(await button(/^The backend is away.*left$/).getAttribute("aria-pressed"), "true");

  await button(/^The backend is away.*left$/).click();
  await page
    .locator("li.key")
    .filter({ hasText: "Analytical Engines" })
    .filter({ hasText: "Token is valid" })
    .nth(3)
    .waitFor();
  await settles();
  assert.deepEqual(demo.faults.list(), []);
});

test("another lifetime replaces the current tokens", async (t) => {
  const { demo, page, countsFetches, settles } = await visitPage(t);
  await settles();
  assert.equal(demo.workos.settings.lifetimeSeconds, 75, "the initial lifetime is one of the choices");
  await page.getByRole("radio", { name: "10 min" }).check();
  await countsFetches(8);
  assert.equal(demo.workos.settings.lifetimeSeconds, 600);
  await page.locator("li.key").filter({ hasText: "Ends in9 min 5" }).nth(3).waitFor();
});

test("no horizontal scroll on a phone, a tablet or a desktop", async (t) => {
  const { page, settles } = await visitPage(t);
  await settles();
  await page.locator("li.key").nth(3).waitFor();
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${width} px`);
  }
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`${colorScheme}: axe finds no violation, and the widgets use the same scheme`, async (t) => {
    const { page, button, settles } = await visitPage(t, { context: { colorScheme } });
    await settles();
    await button(/^The backend is away/)
      .first()
      .click();
    await page.locator("li.key .note").filter({ hasText: "Trying again." }).nth(3).waitFor();
    const themes = await page.locator(".radix-themes").evaluateAll((roots) => roots.map((root) => root.className));
    assert.ok(
      themes.every((classes) => classes.split(" ").includes(colorScheme)),
      String(themes),
    );
    assert.deepEqual(await violationsOf(page, OF_THE_COMPONENTS), []);
  });
}

test("with reduced motion, times update once a second", async (t) => {
  const { page, settles } = await visitPage(t, { context: { reducedMotion: "reduce" } });
  await settles();
  const ends = page.locator("li.key dd").nth(1);
  const before = await ends.textContent();
  await ends.filter({ hasNotText: before }).waitFor();
});

test("with a real key there are no controls, and a sentence explains why", async (t) => {
  const server = { workosApiKey: "sk_test_of_nobody", organizationId: "org_01REAL" };
  const { page, button } = await visitPage(t, { server });
  await page.getByText("This server asks the real WorkOS").waitFor();
  assert.equal(await button(/backend is away/).count(), 0);
  await page.locator("li.key").nth(3).waitFor();
});
