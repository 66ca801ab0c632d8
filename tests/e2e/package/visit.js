/** Tests that run in a page: each has its own browser context, page and token route. */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launchChromium } from "../browser.js";
import { startSite } from "./site.js";

/** The start of the page's clock, and the route's. */
export const START = Date.UTC(2024, 0, 15, 12, 35, 0);

const STEP_MS = 5_000;

/** @type {Map<() => Promise<import("playwright-core").Browser>, Promise<import("playwright-core").Browser>>} */
const browsers = new Map();

/** @type {ReturnType<typeof startSite> | undefined} */
let startedSite;

/**
 * The one browser of its kind and the one site of this process.
 *
 * @param {() => Promise<import("playwright-core").Browser>} launch
 */
function start(launch) {
  const browser = browsers.get(launch) ?? launch();
  browsers.set(launch, browser);
  startedSite ??= startSite();
  return Promise.all([browser, startedSite]);
}

after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
  await (await startedSite)?.close();
});

/**
 * @typedef {object} VisitOptions
 * @property {boolean} [clock] whether the page has a clock that stands still until the test
 * advances it
 * @property {number} [clockAheadMs] how far that clock is ahead of the route's
 * @property {string} [script] the page's module script
 * @property {Record<string, string>} [headers] the page's
 * @property {() => void} [before] runs in the page before anything else
 * @property {RegExp} [troubles] errors that the test causes on purpose
 * @property {string | false} [skip] the reason to skip it
 * @property {() => Promise<import("playwright-core").Browser>} [launch] starts a browser of another kind
 */

/** The browser did not use an optional feature, so there is nothing to test. */
export class NotGiven extends Error {}

/**
 * A test in a page. In every test, no error may reach the console or the window.
 *
 * @param {string} name
 * @param {VisitOptions} options
 * @param {(visit: Visit, t: import("node:test").TestContext) => Promise<void>} body
 */
export function testInPage(name, options, body) {
  test(name, { timeout: 480_000, skip: options.skip }, async (t) => {
    const visit = await openVisit(options);
    try {
      await body(visit, t);
      await expectNoTroubles(visit, options);
    } catch (error) {
      if (!(error instanceof NotGiven)) throw error;
      t.skip(error.message);
    } finally {
      await visit.context.close();
    }
  });
}

/**
 * A test for each case, one after another in one page, each with its own token route. For cases that differ only in
 * what they send: a page costs more than they do.
 *
 * @template Case
 * @param {string} name
 * @param {VisitOptions} options
 * @param {Iterable<[title: string, Case]>} cases
 * @param {(visit: Visit, given: Case) => Promise<void>} body
 */
export function testCasesInPage(name, options, cases, body) {
  testInPage(name, options, async (visit, t) => {
    for (const [title, given] of cases) {
      await t.test(title, async () => {
        await body(visit.withNewRoute(), given);
        await expectNoTroubles(visit, options);
      });
    }
  });
}

/**
 * @param {Visit} visit
 * @param {VisitOptions} options
 */
async function expectNoTroubles(visit, options) {
  await visit.flush();
  const surprises = visit.troubles.splice(0).filter((text) => !options.troubles?.test(text));
  assert.deepEqual(surprises, [], "no error reaches the console or the window");
}

/** @typedef {Awaited<ReturnType<typeof openVisit>>} Visit */

/** @param {VisitOptions} options */
async function openVisit({ clock, clockAheadMs = 0, script, headers, before, launch = launchChromium }) {
  const [browser, site] = await start(launch);
  const route = site.addRoute();
  const context = await browser.newContext();
  const page = await context.newPage();
  const endpoints = [route.endpoint];
  /** @type {string[]} */
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => {
    // The browser itself logs every error status.
    const { url } = message.location();
    const isOfRoute = endpoints.some((endpoint) => url.endsWith(endpoint)) && /^Failed to load/.test(message.text());
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
  /** By how many milliseconds the page clock was advanced. */
  let movedMs = 0;

  /** @param {number} byMs */
  const setClock = async (byMs) => {
    await page.clock.setSystemTime((await page.evaluate(() => Date.now())) + byMs);
  };

  /** @param {ReturnType<typeof site.addRoute>} route */
  const withRoute = (route) => ({
    route,

    /**
     * Runs a function in the page, with the endpoint and the given data.
     *
     * @template R
     * @param {(given: any) => R | Promise<R>} code
     * @param {object} [given]
     * @returns {Promise<R>}
     */
    run: (code, given) => page.evaluate(code, { endpoint: route.endpoint, ...given }),
  });

  const visit = {
    ...withRoute(route),
    site,
    context,
    page,
    /** Errors that reached the console or the window. */
    troubles,

    /** The route's clock. */
    now: () => START + movedMs,

    /** The same page with another token route. */
    withNewRoute() {
      const fresh = site.addRoute();
      endpoints.push(fresh.endpoint);
      return { ...visit, ...withRoute(fresh) };
    },

    /**
     * Advances the page clock, and waits for the consequences: in steps shorter than a request may
     * take, because replies arrive in real time.
     *
     * @param {number} ms
     * @param {number} [stepMs] may be longer if no request is expected
     */
    async advance(ms, stepMs = STEP_MS) {
      for (let left = ms; left > 0; ) {
        const moved = await page.evaluate((by) => /** @type {any} */ (globalThis).moveClock(by), { ms: left, stepMs });
        movedMs += moved.movedMs;
        left -= moved.movedMs;
        if (moved.isHeld) await page.evaluate("settled()");
      }
    },

    /** Sets the page's wall clock forward or back. Nothing else changes. */
    setClock,

    /**
     * The machine sleeps: wall clocks advance, no timer fires, the monotonic clock stands still.
     *
     * @param {number} ms
     */
    async sleep(ms) {
      movedMs += ms;
      await setClock(ms);
    },

    /**
     * All clocks advance, and each due timer fires once, late.
     *
     * @param {number} ms
     */
    async ringLate(ms) {
      movedMs += ms;
      await page.clock.fastForward(ms);
      await page.evaluate("settled()");
    },

    /** Waits until the page has done its pending work. */
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
  return visit;
}
