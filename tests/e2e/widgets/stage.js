/** A page with the six real components, its servers, and one time for all of them that the test advances. */

import { createClock } from "../../../www/server/clock.js";
import { startDemo } from "../../../www/server/start.js";
import { organizations } from "../../../www/server/workos/directory.js";
import { people } from "../../../www/server/workos/people.js";
import { launchChromium } from "../browser.js";
import { foldersOf } from "./bundle.js";
import { prepare } from "./in-page.js";

const START = Date.UTC(2026, 0, 15, 9, 0, 0);

// Shorter than the ten seconds of the request timeout: replies arrive in real time.
const STEP_MS = 8_000;
// As many small steps as a page needs for its immediate work: renders, zero-length timers, successive replies.
const REST_STEPS = 12;
const REST_STEP_MS = 40;

export const ADA_AT_ACME = whose("ada", organizations.acme);
export const ADA_AT_ANALYTICAL = whose("ada", organizations.analytical);
export const GRACE_AT_ACME = whose("grace", organizations.acme);

const ICON = { contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg"/>' };

/**
 * @typedef {object} StageOptions
 * @property {"with-package" | "functions-alone" | "by-hand"} page
 * @property {number} [lifetimeSeconds]
 * @property {number} [clockAheadMs] how far the page's clock is ahead of the servers'
 * @property {Record<string, number>} [refuseWith] the statuses of the widgets' API
 *
 * @typedef {Awaited<ReturnType<typeof openStage>>} Stage
 */

/** @param {StageOptions} options */
export async function openStage({ page: name, lifetimeSeconds = 600, clockAheadMs = 0, refuseWith }) {
  let movedMs = 0;
  const clock = createClock({ realNow: () => START + movedMs });
  const demo = await startDemo({
    clock,
    tokenLifetimeSeconds: lifetimeSeconds,
    workosTimeoutMs: 60_000,
    ...(await foldersOf(name)),
  });
  const { workos, faults } = demo;
  if (refuseWith) workos.widgets.settings.refuseWith = refuseWith;

  const browser = await launchChromium();
  const page = await browser.newPage();
  const { red, tokenRoute } = watch(page);
  await page.route(/^https:/, (route) => route.fulfill(ICON));
  await page.addInitScript(prepare);
  // Once installed it runs by itself, until it is paused.
  await page.clock.install({ time: START + clockAheadMs - 60_000 });
  await page.clock.pauseAt(START + clockAheadMs);

  const stage = {
    demo,
    workos,
    faults,
    page,
    /** Errors in the console, as a visitor would see them. */
    red,
    /** Whose widgets were shown, and from which request on. */
    shown: [{ order: 0, whose: ADA_AT_ACME }],
    /** How often the page has called the token route. */
    tokenCalls: () => tokenRoute.length,
    run: page.evaluate.bind(page),
    seconds: () => movedMs / 1000,

    /**
     * @param {number} ms
     * @param {{ stepMs?: number, held?: number }} [options] `held`: how many requests the test holds back
     */
    async advance(ms, { stepMs = STEP_MS, held = 0 } = {}) {
      for (let left = ms; left > 0; ) {
        const byMs = await page.evaluate((by) => moveClock(by), { ms: left, stepMs, held });
        movedMs += byMs;
        left -= byMs;
        await page.evaluate((held) => settled(held), held);
      }
    },

    /** Lets the page do its immediate work. */
    rest: (held = 0) => stage.advance(REST_STEPS * REST_STEP_MS, { stepMs: REST_STEP_MS, held }),

    /** The machine sleeps: time advances, and no timer fires. */
    async sleep(ms) {
      movedMs += ms;
      await page.clock.setSystemTime(START + clockAheadMs + movedMs);
    },

    /** The visitor goes to another tab, or comes back. */
    lookAway: (isAway) => page.evaluate((isAway) => lookAway(isAway), isAway),

    /** What an app does when the visitor chooses another organization, or signs in as another user. */
    async show(whose) {
      // By a separate connection: a page has six, and they may all wait for tokens.
      await page.request.post(`${demo.url}/session`, { data: { user: whose.user } });
      await page.evaluate((whose) => show(whose), { user: whose.user, organizationId: whose.organizationId });
      stage.shown.push({ order: lastOrder(workos), whose });
    },

    /** The visitor goes to a page of the app without widgets, or comes back. */
    open: (isOpen) => page.evaluate((isOpen) => open(isOpen), isOpen),

    async close() {
      await browser.close();
      await demo.stop();
    },
  };

  try {
    const { user, organizationId } = ADA_AT_ACME;
    await page.goto(`${demo.url}/widgets.html?${new URLSearchParams({ user, organizationId })}`);
    await page.waitForFunction(() => globalThis.show);
    await stage.rest();
    return stage;
  } catch (error) {
    await stage.close();
    throw error;
  }
}

/** @param {import("playwright-core").Page} page */
function watch(page) {
  /** @type {{ text: string, url: string }[]} */
  const red = [];
  /** @type {string[]} */
  const tokenRoute = [];
  page.on("pageerror", (error) => red.push({ text: String(error), url: "" }));
  page.on("console", (message) => {
    if (message.type() === "error") red.push({ text: message.text(), url: message.location().url });
  });
  page.on("request", (request) => {
    if (request.url().endsWith("/api/widget-token")) tokenRoute.push(request.url());
  });
  return { red, tokenRoute };
}

function lastOrder(workos) {
  return Math.max(0, ...[...workos.widgets.log.requests(), ...workos.log.tokens()].map(({ order }) => order));
}

function whose(user, { id }) {
  return { user, userId: people[user].id, organizationId: id };
}
