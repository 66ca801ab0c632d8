/** A page of the recipes in Chromium: what it shows, and its console messages. */

import assert from "node:assert/strict";
import { launchChromium } from "../../e2e/browser.js";

/** Whatever the machine's speed, something hangs after this time. */
export const LIMIT_MS = 120_000;

const STATE = "[data-woswidgets-widget-state]";

/** Messages of a browser or a tool about itself. */
const EXPECTED = /React DevTools|\[vite\]|\[HMR\]|\[Fast Refresh\]/;

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>';

const isElsewhere = (/** @type {URL} */ { hostname }) => hostname !== "127.0.0.1" && hostname !== "localhost";

/**
 * @param {import("node:test").TestContext} t
 * @param {Awaited<ReturnType<typeof import("./workos.js").startWorkos>>} workos
 */
export async function openPage(t, workos) {
  const browser = await launchChromium();
  t.after(() => browser.close());
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT_MS);
  /** @type {string[]} */
  const said = [];
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("console", (message) => {
    if (!EXPECTED.test(message.text())) said.push(`${message.type()}: ${message.text()}`);
  });
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/widget-token")) asked.push(request.postDataJSON().organizationId);
  });
  // The logos of identity providers come from elsewhere.
  await page.route(isElsewhere, (route) => route.fulfill({ contentType: "image/svg+xml", body: PICTURE }));
  const { requests, came } = await workos.standIn(page);

  return {
    context,
    page,
    /** Unexpected console messages. */
    said,
    /** The organizations for which a token was requested. */
    asked,
    /** What the widgets sent to WorkOS. */
    requests,

    /**
     * Waits until the widget shows the organization's data, and checks that all its requests were
     * accepted.
     *
     * @param {string} organizationId
     */
    async seeWidget(organizationId) {
      await came(organizationId);
      await page.locator(`${STATE}[data-woswidgets-widget-state="resolved"]`).waitFor();
      assert.deepEqual([...new Set(requests.map(({ status }) => status))], [200]);
    },
  };
}
