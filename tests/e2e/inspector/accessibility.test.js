/** Accessibility of the inspector: screen readers, keyboards and small screens. */

import assert from "node:assert/strict";
import { violationsOf } from "../demo/accessibility.js";
import { says, testInspector } from "./visit.js";

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [1280, 768, 360]) {
    testInspector(
      `${colorScheme}, ${width} px: axe finds no violation, and nothing overflows`,
      { troubles: /502/ },
      async (visit) => {
        const { mount, page, panel, rows, verdict, route, run, fold } = visit;
        await page.emulateMedia({ colorScheme });
        await page.evaluate(() => {
          document.documentElement.lang = "en";
          document.body.innerHTML = "<main><h1>An app</h1></main>";
        });
        await page.setViewportSize({ width, height: 800 });
        await mount({ scopes: ["sso", "widgets:a-scope-with-a-name-that-is-very-long-indeed:manage"] });
        await says(verdict, "All 2 tokens are valid.");
        route.answer({ status: 502, json: { error: "away" } });
        await run(() => tokens.getToken(sso, { forceRefresh: true, waitTimeoutMs: 0 }).catch(() => {}));
        await says(verdict, /server_error/);
        await rows.nth(1).locator(".head").click();
        assert.deepEqual(await violationsOf(page), []);
        const overflow = await panel.evaluate(
          (element) =>
            [element, ...element.querySelectorAll(".body, .key, .row, .more")].filter(
              (part) => part.scrollWidth > part.clientWidth,
            ).length,
        );
        assert.equal(overflow, 0);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
        await fold.click();
        assert.deepEqual(await violationsOf(page), []);
      },
    );
  }
}

testInspector("everything is reachable by keyboard", {}, async ({ mount, page, rows, verdict }) => {
  await mount();
  await says(verdict, "All 2 tokens are valid.");
  const reached = new Set();
  const focused = () =>
    page.evaluate(() => {
      const { shadowRoot } = document.querySelector("workos-widget-tokens-inspector");
      const { activeElement: at } = /** @type {ShadowRoot} */ (shadowRoot);
      return at && (at.getAttribute("aria-label") ?? at.textContent);
    });
  await rows.nth(0).locator(".head").press("Enter");
  await page.getByRole("button", { name: "Move" }).focus();
  for (let presses = 0; presses < 12; presses++) {
    reached.add(await focused());
    await page.keyboard.press("Tab");
  }
  for (const name of [
    "Move: arrow keys",
    "Copy a report",
    "Close the token inspector",
    "Filter by key or state",
    "Fetch a new token",
    "Invalidate the token",
    "Events",
    "Events, newest first",
  ]) {
    assert.ok(reached.has(name), `${name} is not among ${[...reached].join("; ")}`);
  }
});

testInspector(
  "with reduced motion nothing animates, but times still update",
  {},
  async ({ mount, page, rows, verdict }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await mount({ scopes: ["sso"] });
    await says(verdict, "The token is valid.");
    const ends = rows.locator("dd").nth(1);
    const before = (await ends.textContent()) ?? "";
    await ends.filter({ hasNotText: before }).waitFor();
    assert.equal(await page.evaluate(() => framesAskedFor()), 0);
  },
);
