/** Tests that run in a page: each has a browser context, a page and a token route of its own. */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launchChromium } from "../browser.js";
import { startSite } from "./site.js";

/** When the page clock begins, and the route's. */
export const START = Date.UTC(2024, 0, 15, 12, 35, 0);

const STEP_MS = 5_000;

/** @type {Promise<[import("playwright-core").Browser, Awaited<ReturnType<typeof startSite>>]> | undefined} */
let started;

/** The one browser and the one site of this process. */
function start() {
  started ??= Promise.all([launchChromium(), startSite()]);
  return started;
}

after(async () => {
  const [browser, site] = (await started) ?? [];
  await browser?.close();
  await site?.close();
});

/**
 * @typedef {object} VisitOptions
 * @property {boolean} [clock] whether the page has a clock that stands still until it is moved
 * @property {number} [clockAheadMs] how far that clock is ahead of the route's
 * @property {string} [script] the page's module script
 * @property {Record<string, string>} [headers] the page's
 * @property {() => void} [before] runs in the page before anything else
 * @property {RegExp} [troubles] errors that the test means to cause
 */

/**
 * A test in a page. Whatever else it asserts, no error may reach the console or the window.
 *
 * @param {string} name
 * @param {VisitOptions} options
 * @param {(visit: Awaited<ReturnType<typeof openVisit>>) => Promise<void>} body
 */
export function testInPage(name, options, body) {
  test(name, { timeout: 120_000 }, async () => {
    const visit = await openVisit(options);
    try {
      await body(visit);
      await visit.flush();
      const surprises = visit.troubles.filter((text) => !options.troubles?.test(text));
      assert.deepEqual(surprises, [], "no error reaches the console or the window");
    } finally {
      await visit.context.close();
    }
  });
}

/** @param {VisitOptions} options */
async function openVisit({ clock, clockAheadMs = 0, script, headers, before }) {
  const [browser, site] = await start();
  const route = site.addRoute();
  const context = await browser.newContext();
  const page = await context.newPage();
  /** @type {string[]} */
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => {
    // The browser itself notes every reply that is an error.
    const isOfRoute = message.location().url.endsWith(route.endpoint) && /^Failed to load/.test(message.text());
    if (message.type() === "error" && !isOfRoute) troubles.push(message.text());
  });
  if (before) await page.addInitScript(before);
  if (clock) await page.clock.install({ time: START + clockAheadMs - 60_000 });
  await page.goto(site.url + site.addPage({ script, headers }));
  await page.waitForFunction("globalThis.ready");
  if (clock) {
    await page.clock.pauseAt(START + clockAheadMs);
    await page.evaluate("watchRequests()");
  }
  /** Milliseconds that the page clock has been moved by. */
  let movedMs = 0;

  return {
    site,
    route,
    context,
    page,
    /** Errors that reached the console or the window. */
    troubles,

    /** The route's clock. */
    now: () => START + movedMs,

    /**
     * Runs a function in the page, with the endpoint and whatever else it needs.
     *
     * @template R
     * @param {(given: any) => R | Promise<R>} code
     * @param {object} [given]
     * @returns {Promise<R>}
     */
    run: (code, given) => page.evaluate(code, { endpoint: route.endpoint, ...given }),

    /**
     * Moves the page clock on, and waits for what comes of it: in steps that are shorter than a
     * request may take, because replies come by a clock that nobody moves.
     *
     * @param {number} ms
     */
    async advance(ms) {
      for (let left = ms; left > 0; left -= STEP_MS) {
        const step = Math.min(left, STEP_MS);
        movedMs += step;
        await page.clock.runFor(step);
        await page.evaluate("settled()");
      }
    },

    /** Waits until the page has done what it was about to do. */
    settled: () => page.evaluate("settled()"),

    /** Lets the page report its last errors. */
    flush: () =>
      page.evaluate(() => {
        const { port1, port2 } = new MessageChannel();
        const done = new Promise((resolve) => {
          port1.onmessage = resolve;
        });
        port2.postMessage(undefined);
        return done.then(() => undefined);
      }),
  };
}
