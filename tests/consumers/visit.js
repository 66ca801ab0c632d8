/** Opens the app in Chromium, and checks that it gets its token. */

import assert from "node:assert/strict";
import { after } from "node:test";
import { launchChromium } from "../e2e/browser.js";
import { startTokenRoute } from "./token-route.js";

/** Whatever the machine's speed, something hangs after this time. */
const LIMIT_MS = 120_000;

/** @type {Promise<import("playwright-core").Browser> | undefined} */
let browser;

after(async () => {
  await (await browser)?.close();
});

/**
 * Asserts that the app at an address gets a token and shows it, with one request and no error.
 *
 * @param {string} address
 */
export async function seeToken(address) {
  const route = await startTokenRoute();
  const page = await (await startBrowser()).newPage();
  try {
    const trouble = watchForTrouble(page, ["error"]);
    /** Counted when sent: another may not have arrived yet when the first is answered. */
    let sent = 0;
    page.on("request", (request) => {
      if (request.url() === route.endpoint && request.method() === "POST") sent++;
    });
    await page.goto(`${address}?endpoint=${encodeURIComponent(route.endpoint)}`, { timeout: LIMIT_MS });
    const output = page.locator("output");
    await Promise.race([output.filter({ hasText: /./ }).waitFor({ timeout: LIMIT_MS }), trouble.came]);
    assert.equal(await output.textContent(), "token-1");
    assert.equal(sent, 1);
    assert.deepEqual(trouble.all, []);
  } finally {
    await page.close();
    await route.close();
  }
}

/** The browser's version, for the cells without a bundler. */
export async function browserVersion() {
  return `Chromium ${(await startBrowser()).version()}`;
}

export function startBrowser() {
  browser ??= launchChromium();
  return browser;
}

/**
 * What reaches the console, or the window's error handlers.
 *
 * @param {import("playwright-core").Page} page
 * @param {string[]} types of messages
 */
export function watchForTrouble(page, types) {
  /** @type {string[]} */
  const all = [];
  const came = new Promise((_, reject) => {
    const note = (/** @type {string} */ text) => {
      all.push(text);
      reject(new Error(text));
    };
    page.on("pageerror", (error) => note(String(error)));
    page.on("console", (message) => {
      if (types.includes(message.type())) note(`${message.text()} ${message.location().url}`);
    });
  });
  came.catch(() => {}); // may arrive when nobody waits any more
  return { all, came };
}
