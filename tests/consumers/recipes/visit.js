/** A page of the recipes in Chromium: what it shows, and whatever reaches its console. */

import assert from "node:assert/strict";
import { launchChromium } from "../../e2e/browser.js";

/** However slow the machine is, something hangs after this. */
export const LIMIT_MS = 120_000;

const STATE = "[data-woswidgets-widget-state]";

/** What a browser or a tool says of itself. */
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
  // The signs of identity providers come from elsewhere.
  await page.route(isElsewhere, (route) => route.fulfill({ contentType: "image/svg+xml", body: PICTURE }));
  const { requests, came } = await workos.standIn(page);

  return {
    context,
    page,
    /** What reached the console that should not have. */
    said,
    /** The organizations for which a token was asked. */
    asked,
    /** What the widgets sent to WorkOS. */
    requests,

    /**
     * Sees the widget show what it is for, for the organization, and all that it sent accepted.
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
