/** Opens the demo page, with a server of its own, and keeps what it hears of trouble. */

import { after } from "node:test";
import { startDemo } from "../../../www/server/start.js";
import { launchChromium } from "../browser.js";

/** @type {Promise<import("playwright-core").Browser> | undefined} */
let launched;

after(async () => {
  await (await launched)?.close();
});

/**
 * @typedef {object} VisitOptions
 * @property {number} [lifetimeSeconds] of the tokens; long enough by default to be left alone
 * @property {boolean} [clock] whether time can be moved on by `page.clock`
 * @property {import("playwright-core").BrowserContextOptions} [context]
 * @property {() => void} [before] runs in the page before anything else
 * @property {import("../../../www/server/start.js").DemoOptions} [server]
 * @property {number} [cards] how many to wait for
 *
 * @typedef {Awaited<ReturnType<typeof visitDemo>>} Visit
 */

/**
 * @param {import("node:test").TestContext} t
 * @param {VisitOptions} [options]
 */
export async function visitDemo(t, { lifetimeSeconds = 600, clock, context, before, server, cards = 2 } = {}) {
  launched ??= launchChromium();
  const browser = await launched;
  const demo = await startDemo(server);
  if (demo.workos) demo.workos.settings.lifetimeSeconds = lifetimeSeconds;
  const visitor = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
  t.after(async () => {
    await visitor.close();
    await demo.stop();
  });

  const page = await visitor.newPage();
  page.setDefaultTimeout(100_000);
  const troubles = listen(page);
  if (clock) await page.clock.install();
  if (before) await page.addInitScript(before);
  await page.goto(`${demo.url}/`);
  await page
    .locator('.card[data-status="valid"]')
    .nth(cards - 1)
    .waitFor({ state: cards ? "visible" : "detached" });

  return {
    demo,
    page,
    troubles,
    card: (/** @type {number} */ number) => page.locator(".card").nth(number - 1),
    button: (/** @type {string | RegExp} */ name) => page.getByRole("button", { name }),
    radio: (/** @type {string} */ name) => page.getByRole("radio", { name, exact: true }),
    served: () => demo.workos?.log.counters().total,
  };
}

/**
 * What a card shows.
 *
 * @param {import("playwright-core").Locator} card
 */
export async function read(card) {
  const text = async (/** @type {string} */ selector) => (await card.locator(selector).textContent()) ?? "";
  return {
    status: await card.getAttribute("data-status"),
    words: await text(".card-status"),
    shared: await text(".card-shared"),
    token: await text(".card-token"),
    ends: await text(".card-ends"),
    note: await text(".card-note"),
  };
}

/**
 * Waits until a card's part says something.
 *
 * @param {import("playwright-core").Locator} card
 * @param {string} selector
 * @param {RegExp} words
 */
export async function says(card, selector, words) {
  await card.locator(selector).filter({ hasText: words }).waitFor();
}

/**
 * Waits until a card has a valid token other than the one given.
 *
 * @param {import("playwright-core").Locator} card
 * @param {string} token
 */
export async function replaces(card, token) {
  const another = card.locator(".card-token").filter({ hasText: "…" }).filter({ hasNotText: token });
  await another.waitFor();
  return (await another.textContent()) ?? "";
}

/**
 * Whatever reaches the console, or breaks the page's policy.
 *
 * @param {import("playwright-core").Page} page
 */
function listen(page) {
  /** @type {string[]} */
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(message.text());
  });
  return troubles;
}
