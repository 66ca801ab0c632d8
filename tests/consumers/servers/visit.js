/** The pages of a server-rendered app in Chromium: each shows its one token, or the error. */

import assert from "node:assert/strict";
import { makeJwt } from "../../e2e/package/tokens.js";
import { startBrowser, watchForTrouble } from "../visit.js";

/** Whatever the machine's speed, something hangs after this time. */
const LIMIT_MS = 120_000;

/** Milliseconds, except on a busy machine; a waiting caller waits three times as long, or for ever. */
const AT_ONCE_MS = 10_000;

const TOKEN = /^eyJ/;

/**
 * Asserts that a page gets its token from the app's own route with one request, and an empty console.
 *
 * @param {string} address
 * @param {RegExp} [shown] once it has the token
 */
export async function seeToken(address, shown = TOKEN) {
  const page = await (await startBrowser()).newPage();
  try {
    page.setDefaultTimeout(LIMIT_MS);
    let sent = 0;
    await page.route("**/api/widget-token", (route) => {
      sent++;
      return route.fulfill({ status: 201, json: { token: makeToken() } });
    });
    const trouble = watchForTrouble(page, ["error", "warning"]);
    await page.goto(address);
    await Promise.race([page.locator("output").filter({ hasText: shown }).waitFor(), trouble.came]);
    await page.waitForLoadState("networkidle");
    assert.equal(sent, 1);
    assert.deepEqual(trouble.all, []);
  } finally {
    await page.close();
  }
}

/**
 * Opens a page for the first time, so that a development server can prepare its files, and loads it again.
 *
 * @param {string} address
 * @param {RegExp} [shown]
 */
export async function prepare(address, shown = TOKEN) {
  const page = await (await startBrowser()).newPage();
  page.setDefaultTimeout(LIMIT_MS);
  await page.route("**/api/widget-token", (route) => route.fulfill({ status: 201, json: { token: makeToken() } }));
  await page.goto(address);
  await page.locator("output").filter({ hasText: shown }).waitFor();
  await page.waitForLoadState("networkidle");
  await page.close();
}

/** In WorkOS's format. */
function makeToken() {
  const iat = Math.floor(Date.now() / 1000);
  return makeJwt({ iat, exp: iat + 3600, permissions: ["widgets:sso:manage"] });
}

/**
 * Asserts that a page whose code requests a token on the server shows the error with its remedy.
 *
 * @param {string} address
 */
export async function seeRefusal(address) {
  const context = await (await startBrowser()).newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(address, { timeout: LIMIT_MS });
    assertRefusal(JSON.parse(String(await page.locator("output").textContent())));
  } finally {
    await context.close();
  }
}

/** @param {{ name: string, code: string, transient: boolean, message: string, ms: number }} received */
export function assertRefusal({ name, code, transient, message, ms }) {
  assert.deepEqual([name, transient], ["TokenError", false]);
  assert.match(message, /tokens are for the browser/, code);
  assert.ok(ms < AT_ONCE_MS, `at once, not after ${ms} ms`);
}
