/** Tests with tabs that are shown and hidden by the browser itself, and frozen. */

import { test } from "node:test";
import { launchChromiumWithTabs } from "../browser.js";
import { useTabs } from "./tabs.js";

/**
 * A test in a browser window where the tab that was opened or shown last is the one in front.
 *
 * @param {string} name
 * @param {{ skip?: string | false }} options
 * @param {(tabs: import("./tabs.js").Tabs & ReturnType<typeof createLifecycle>) => Promise<void>} body
 */
export function testInWindow(name, options, body) {
  test(name, { timeout: 120_000, ...options }, async () => {
    const { context, close } = await launchChromiumWithTabs();
    try {
      await useTabs(context, 0, (tabs) => body(Object.assign(tabs, createLifecycle(tabs))));
    } finally {
      await close();
    }
  });
}

/** @param {import("./tabs.js").Tabs} tabs */
function createLifecycle(tabs) {
  /** Waits until one tab is shown, and those that were are hidden. @param {import("./tabs.js").Page} page */
  const isShown = async (page) => {
    await page.evaluate(() => until(() => document.visibilityState === "visible"));
    const others = tabs.pages.filter((other) => other !== page && !tabs.frozen.has(other));
    await Promise.all(others.map((other) => other.evaluate(() => until(() => document.visibilityState === "hidden"))));
  };

  return {
    /**
     * Opens one more tab, in front of the others.
     *
     * @param {object} [options] of its manager
     */
    async openInFront(options) {
      const page = await tabs.open(options);
      await isShown(page);
      return page;
    },

    /**
     * Brings a tab to the front.
     *
     * @param {import("./tabs.js").Page} page
     */
    async show(page) {
      await page.bringToFront();
      await isShown(page);
    },

    /**
     * Freezes a hidden tab. The clock of the tests is not the browser's, so it is stopped, too.
     *
     * @param {import("./tabs.js").Page} page
     */
    async freeze(page) {
      tabs.frozen.add(page);
      const session = await tabs.context.newCDPSession(page);
      await session.send("Page.setWebLifecycleState", { state: "frozen" });
      await session.detach();
    },
  };
}
