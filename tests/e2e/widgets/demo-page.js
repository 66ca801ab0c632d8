/** Opens the demo page with the real widgets, as the build has bundled it. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { startDemo } from "../../../www/server/start.js";
import { launchChromium } from "../browser.js";
import { openShadowRoots } from "../inspector/open-shadow-roots.js";
import { repository } from "../package/tarball.js";

const ICON = { contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg"/>' };

/** @type {Promise<import("playwright-core").Browser> | undefined} */
let launched;
after(async () => (await launched)?.close());

/**
 * @param {import("node:test").TestContext} t
 * @param {object} [options]
 * @param {import("playwright-core").BrowserContextOptions} [options.context]
 * @param {import("../../../www/server/start.js").DemoOptions} [options.server]
 * @param {string} [options.path] the visitor's first page
 */
export async function visitPage(t, { context, server, path = "/widgets.html" } = {}) {
  if (!existsSync(join(repository, "target/demo/widgets.js"))) {
    throw new Error('There is no target/demo to serve: type "npm run build" first.');
  }
  launched ??= launchChromium();
  const browser = await launched;
  const demo = await startDemo(server);
  const visitor = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
  t.after(async () => {
    await visitor.close();
    await demo.stop();
  });
  const page = await visitor.newPage();
  page.setDefaultTimeout(100_000);
  /** @type {string[]} */
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) troubles.push(message.text());
  });
  await page.addInitScript(openShadowRoots);
  await page.route(/^https:/, (route) => route.fulfill(ICON));
  await page.goto(demo.url + path);
  const counter = (/** @type {string} */ name) => page.locator(`[data-counter="${name}"]`);
  return {
    demo,
    page,
    troubles,
    button: (/** @type {string | RegExp} */ name) => page.getByRole("button", { name }),
    panel: (/** @type {string} */ name) => page.getByRole("region", { name, exact: true }),
    counter,
    /** Waits until the inspector has counted this many token requests. */
    countsFetches: (/** @type {number} */ count) =>
      page
        .locator(".counters div")
        .filter({ hasText: new RegExp(`^requests sent${count}$`) })
        .waitFor(),
    /** Waits until a counter shows this. */
    counts: (/** @type {string} */ name, /** @type {number} */ count) =>
      counter(name)
        .filter({ hasText: new RegExp(`^${count}$`) })
        .waitFor(),
    /**
     * Waits until the page has counted the stand-in's requests for this organization.
     *
     * @param {string} organizationId
     */
    countsRequestsOf: (organizationId) =>
      page.waitForFunction(async (organizationId) => {
        const { requests } = await (await fetch("/demo/widgets-log")).json();
        const sent = requests.filter((request) => request.organizationId === organizationId).length;
        return sent > 0 && document.querySelector('[data-counter="requests"]')?.textContent === String(sent);
      }, organizationId),
    /** Waits until all six are shown. */
    async settles() {
      await page.locator('[data-woswidgets-widget-state="resolved"]').nth(4).waitFor();
      await page.getByText("Nightly export").waitFor();
    },
  };
}
