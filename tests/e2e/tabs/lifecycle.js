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
  test(name, { timeout: 600_000, ...options }, async () => {
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
  /** @type {Map<import("./tabs.js").Page, number>} when each was frozen */
  const frozenAt = new Map();

  /** @type {(page: import("./tabs.js").Page, state: "frozen" | "active") => Promise<void>} */
  async function setState(page, state) {
    const session = await tabs.context.newCDPSession(page);
    await session.send("Page.setWebLifecycleState", { state });
    await session.detach();
  }

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
      frozenAt.set(page, tabs.now());
      await setState(page, "frozen");
    },

    /**
     * Resumes a frozen tab. Timers that became due meanwhile fire once, late.
     *
     * @param {import("./tabs.js").Page} page
     */
    async thaw(page) {
      // The clock moves before the tab resumes, but the page finishes moving it only afterwards.
      await page.evaluate(
        (ms) => {
          globalThis.isMoved = false;
          const { controller } = /** @type {any} */ (globalThis).__pwClock;
          controller.fastForward(ms).then(() => {
            isMoved = true;
          });
        },
        tabs.now() - (frozenAt.get(page) ?? 0),
      );
      await setState(page, "active");
      await page.evaluate(() => until(() => isMoved));
      tabs.frozen.delete(page);
    },
  };
}
