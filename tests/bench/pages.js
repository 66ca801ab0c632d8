// Pages of the local server, in headless Chromium.

import { prepareBrowser } from "../browsers.js";
import { launchChromium } from "../e2e/browser.js";

export function launchBrowser() {
  process.env.CHROMIUM ??= prepareBrowser().chromium;
  return launchChromium();
}

/**
 * Runs something in a fresh page, with empty caches.
 *
 * @template T
 * @param {import("./measurement.js").Run} run
 * @param {(page: import("playwright-core").Page, cdp: import("playwright-core").CDPSession) => Promise<T>} visit
 * @returns {Promise<T>}
 */
export async function withPage({ browser, server }, visit) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => console.error(error));
    await page.goto(server.url);
    return await visit(page, await context.newCDPSession(page));
  } finally {
    await context.close();
  }
}

/**
 * Calls an export of a script, in the page.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} script of the folder `page`
 * @param {string} name
 * @param {...unknown} args
 * @returns {Promise<any>}
 */
export const call = (page, script, name, ...args) =>
  page.evaluate(async ({ script, name, args }) => (await import(`/page/${script}`))[name](...args), {
    script,
    name,
    args,
  });
