/** Opens the demo page with a server of its own, and records errors. */

import { after } from "node:test";
import { createClock } from "../../../www/server/clock.js";
import { startDemo } from "../../../www/server/start.js";
import { launchChromium } from "../browser.js";
import { openShadowRoots } from "../inspector/open-shadow-roots.js";

/** @type {Promise<import("playwright-core").Browser> | undefined} */
let launched;

after(async () => {
  await (await launched)?.close();
});

/**
 * @typedef {object} VisitOptions
 * @property {number} [lifetimeSeconds] of the tokens; by default long enough to need no renewal
 * @property {boolean | "stopped"} [clock] whether `advance` moves the time of the page and its server, and whether it
 * passes only so
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
  let aheadMs = 0;
  const demo = await startDemo({ clock: createClock({ realNow: () => Date.now() + aheadMs }), ...server });
  if (demo.workos) demo.workos.settings.lifetimeSeconds = lifetimeSeconds;
  const visitor = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
  t.after(async () => {
    await visitor.close();
    await demo.stop();
  });

  const page = await visitor.newPage();
  page.setDefaultTimeout(60_000);
  const troubles = listen(page);
  if (clock) await page.clock.install();
  if (clock === "stopped") await page.clock.pauseAt(Date.now() + 1_000);
  await page.context().addInitScript(openShadowRoots);
  if (before) await page.addInitScript(before);
  await page.goto(`${demo.url}/`);

  async function advance(/** @type {number} */ byMs) {
    aheadMs += byMs;
    await page.clock.runFor(byMs);
    // While it runs, the page's clock does not advance by itself, and falls behind.
    aheadMs = (await page.evaluate(() => Date.now())) - Date.now();
  }

  const verdict = page.getByText(`All ${cards} tokens are valid.`);
  // The inspector updates in the next frame, and frames use this clock, too.
  if (clock === "stopped") {
    for (let frames = 0; frames < 1_000 && !(await verdict.isVisible()); frames++) await advance(20);
  }
  if (cards) await verdict.waitFor();

  return {
    demo,
    page,
    troubles,
    card: (/** @type {number} */ number) => page.locator(".card").nth(number - 1),
    /** A key, as the inspector shows it. */
    key: (/** @type {number} */ number) => page.locator("#inspector li.key").nth(number - 1),
    counter: (/** @type {string} */ name) =>
      page.locator("#inspector .counters div").filter({ hasText: name }).locator("dd"),
    button: (/** @type {string | RegExp} */ name) => page.getByRole("button", { name }),
    radio: (/** @type {string} */ name) => page.getByRole("radio", { name, exact: true }),
    advance,
    served: () => demo.workos?.log.counters().total,
  };
}

/**
 * The value that the inspector shows for a key.
 *
 * @param {import("playwright-core").Locator} key
 */
export async function read(key) {
  const [token, ends] = await key.locator(":scope > .facts dd").allTextContents();
  return { words: (await key.locator(".words").textContent()) ?? "", token, ends };
}

/**
 * Waits until a part of a card or a key contains a text.
 *
 * @param {import("playwright-core").Locator} place
 * @param {string} selector
 * @param {RegExp | string} words
 */
export async function says(place, selector, words) {
  await place.locator(selector).filter({ hasText: words }).first().waitFor();
}

/**
 * Waits until a key has a valid token other than the given one.
 *
 * @param {import("playwright-core").Locator} key
 * @param {string} token
 */
export async function replaces(key, token) {
  const another = key.locator(":scope > .facts dd").first().filter({ hasText: "…" }).filter({ hasNotText: token });
  await another.waitFor();
  return (await another.textContent()) ?? "";
}

/**
 * Records console errors and violations of the page's policy.
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
