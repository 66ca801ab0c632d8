/** Tests with several tabs of one browser, each of which has a clock that stands still until it is moved. */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launchChromium } from "../browser.js";
import { startSite } from "../package/site.js";
import { moveClock, watchPage } from "./in-page.js";

/** When all clocks begin. */
const START = Date.UTC(2024, 0, 15, 12, 35, 0);

/** The entry whose managers share. */
export const ENTRY = "/pkg/tabs.js";

const SCRIPT = `
  import "/page.js";
  import { createTokenManager } from "${ENTRY}";
  Object.assign(globalThis, { createTokenManager });
`;

/** @type {ReturnType<typeof startSite> | undefined} */
let startedSite;
/** @type {ReturnType<typeof launchChromium> | undefined} */
let launched;

after(async () => {
  await (await launched)?.close();
  await (await startedSite)?.close();
});

/**
 * A test with several tabs, each with a manager of the same user, and one token route.
 *
 * @param {string} name
 * @param {number} count
 * @param {(tabs: Tabs) => Promise<void>} body
 */
export function testInTabs(name, count, body) {
  test(name, { timeout: 120_000 }, async () => {
    launched ??= launchChromium();
    const context = await (await launched).newContext();
    try {
      await useTabs(context, count, body);
    } finally {
      await context.close();
    }
  });
}

/**
 * Opens the tabs in this browser context, for a test of them.
 *
 * @param {import("playwright-core").BrowserContext} context
 * @param {number} count
 * @param {(tabs: Tabs) => Promise<void>} body
 */
export async function useTabs(context, count, body) {
  startedSite ??= startSite();
  const site = await startedSite;
  // One clock for all pages, those opened later included.
  await context.clock.install({ time: START - 60_000 });
  await context.clock.pauseAt(START);
  const tabs = createTabs(context, site);
  for (let place = 0; place < count; place++) await tabs.open();
  await body(tabs);
  assert.deepEqual(tabs.troubles, [], "no error reaches the console or the window");
}

/** @typedef {ReturnType<typeof createTabs>} Tabs */
/** @typedef {import("playwright-core").Page} Page */

/**
 * @param {import("playwright-core").BrowserContext} context
 * @param {Awaited<ReturnType<typeof startSite>>} site
 */
function createTabs(context, site) {
  const route = site.addRoute();
  const path = site.addPage({ script: SCRIPT });
  let movedMs = 0;
  /** @type {{ page: Page, missed: number }[]} pages, and how many messages were posted before each was opened */
  let listeners = [];
  /** Messages of pages that listen no more. */
  let gone = 0;
  /** @type {string[]} */
  const troubles = [];

  /** @param {() => void} [before] */
  async function openPage(before) {
    const page = await context.newPage();
    page.on("pageerror", (error) => troubles.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.location().url.endsWith(route.endpoint)) troubles.push(message.text());
    });
    if (before) await page.addInitScript(before);
    await page.addInitScript(watchPage);
    await page.goto(site.url + path);
    // By a timer: a tab that is not in front has no frames.
    await page.waitForFunction("globalThis.ready", undefined, { polling: 20 });
    await page.evaluate(moveClock, movedMs);
    listeners.push({ page, missed: sum(await look()) });
    return page;
  }

  const look = () => Promise.all(listeners.map(({ page }) => page.evaluate(() => lookAround())));
  const sum = (/** @type {{ posted: number }[]} */ seen) => seen.reduce((all, { posted }) => all + posted, gone);

  const tabs = {
    context,
    route,
    site,
    troubles,
    /** @type {Page[]} those with a manager */
    pages: [],
    /** @type {Set<Page>} those that are frozen: their clocks stand still */
    frozen: new Set(),

    /** The clock of all tabs, and of the route. */
    now: () => START + movedMs,

    /**
     * Opens one more, with a manager of `user_1`.
     *
     * @param {object} [options] of the manager
     * @param {() => void} [before] runs in the page before anything else
     */
    async open(options = {}, before) {
      const page = await openPage(before);
      await page.evaluate(
        (given) => {
          watchRequests();
          globalThis.tokens = createTokenManager({ shareAcrossTabs: true, user: "user_1", ...given });
          globalThis.source = tokens.source(sso);
        },
        { endpoint: route.endpoint, ...options },
      );
      tabs.pages.push(page);
      return page;
    },

    /** A page of the same origin that has no manager, and the channel of the first tab as `port`. */
    async openStranger() {
      const name = await tabs.pages[0].evaluate(() => channelName);
      const page = await openPage();
      await page.evaluate((name) => {
        globalThis.port = new BroadcastChannel(name);
      }, name);
      return page;
    },

    /** @param {Page} page */
    async close(page) {
      await tabs.leave(page);
      tabs.pages = tabs.pages.filter((other) => other !== page);
      tabs.frozen.delete(page);
      await page.close();
    },

    /**
     * The manager in this page has left the channel.
     *
     * @param {Page} page
     */
    async leave(page) {
      gone += await page.evaluate(() => posted);
      listeners = listeners.filter((listener) => listener.page !== page);
    },

    /**
     * Waits until every page has received all that the others have posted since it was opened.
     *
     * @returns {Promise<number>} when the next timer of them is due
     */
    async delivered() {
      for (let before = -1; ; ) {
        const seen = await look();
        const all = sum(seen);
        const isThere = seen.every(({ posted, heard }, place) => {
          const { page, missed } = listeners[place];
          return tabs.frozen.has(page) || posted + heard + missed >= all;
        });
        // What was received may have been answered meanwhile.
        if (isThere && all === before) {
          const awake = seen.filter((_, place) => !tabs.frozen.has(listeners[place].page));
          return Math.min(...awake.map(({ dueInMs }) => dueInMs));
        }
        before = all;
      }
    },

    /**
     * Runs a function in each tab.
     *
     * @template R
     * @param {() => R | Promise<R>} code
     * @returns {Promise<R[]>}
     */
    each: (code) => Promise.all(tabs.pages.map((page) => page.evaluate(code))),

    /** Waits for the replies to the requests under way. */
    replied: () =>
      Promise.all(tabs.pages.filter((page) => !tabs.frozen.has(page)).map((page) => page.evaluate(() => settled()))),

    /**
     * Moves all clocks, without waiting for what comes of it.
     *
     * @param {number} ms
     */
    async move(ms) {
      movedMs += ms;
      const awake = listeners.map(({ page }) => page).filter((page) => !tabs.frozen.has(page));
      await Promise.all(awake.map((page) => page.evaluate(moveClock, ms)));
    },

    /**
     * Moves all clocks from one timer that is due to the next. Messages arrive meanwhile, and replies.
     *
     * @param {number} ms
     * @param {{ replies?: boolean }} [options] whether it waits for the replies to requests
     */
    async advance(ms, { replies = true } = {}) {
      for (let left = ms; left > 0; ) {
        const byMs = Math.min(left, Math.max(1, await tabs.delivered()));
        await tabs.move(byMs);
        if (replies) await tabs.replied();
        left -= byMs;
      }
      await tabs.delivered();
    },
  };
  return tabs;
}
