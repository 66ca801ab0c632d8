import assert from "node:assert/strict";
import { unlessFull } from "../../extent.js";
import { createGate } from "../package/route.js";
import { httpDate } from "../package/tokens.js";
import { testInWindow } from "./lifecycle.js";

const HOURS_8_MS = 8 * 3_600_000;
const STEP_MS = 300_000;
const STEPS_PER_EVENT = 3;
const LIFETIME_MS = 600_000;

/** What one tab sends at most in that time: it refreshes each token 60 s before its expiry at the earliest. */
const REQUESTS_OF_ONE_TAB = HOURS_8_MS / (LIFETIME_MS - 60_000);

/** When a token expires. @param {string} token */
const endOf = (token) => Number(token.split("-")[2]);

testInWindow(
  "in eight hours, tabs that come and go send little more than one, and never receive an expired token",
  { skip: unlessFull },
  async (tabs) => {
    /** @type {ReturnType<typeof createGate> | undefined} */
    let held;
    tabs.route.answer((_, number) => ({
      json: { token: `token-${number}-${tabs.now() + LIFETIME_MS}`, expires_in: LIFETIME_MS / 1_000 },
      headers: { Date: httpDate(tabs.now()) },
      hold: held?.opened,
    }));
    let front = await open();
    let checked = 0;
    let shared = 0;

    async function open() {
      const page = await tabs.openInFront();
      await page.evaluate(() => {
        globalThis.received = [];
        source.subscribe((snapshot) => snapshot?.token && received.push({ token: snapshot.token, at: Date.now() }));
      });
      return page;
    }

    /** The tab in front reads the token, and every tab's tokens are checked. */
    async function check() {
      await front.evaluate(async () => {
        received.push({ token: await source.getToken(), at: Date.now() });
      });
      const awake = tabs.pages.filter((page) => !tabs.frozen.has(page));
      for (const { token, at } of (
        await Promise.all(awake.map((page) => page.evaluate(() => received.splice(0))))
      ).flat()) {
        assert.ok(endOf(token) > at, `${token} was received at ${at}`);
        checked++;
      }
    }

    const hidden = () => tabs.pages.filter((page) => page !== front && !tabs.frozen.has(page));
    const fetches = async () => (await front.evaluate(() => tokens.stats())).fetches;

    /** @param {import("./tabs.js").Page} page */
    async function close(page) {
      shared += await page.evaluate(() => tokens.stats().shared);
      await tabs.close(page);
    }

    async function show(page = hidden()[0]) {
      front = page;
      await tabs.show(page);
    }

    /** Closes the tab in front in the middle of a scheduled refresh. */
    async function closeInMidRequest() {
      const { length } = tabs.route.requests;
      const before = await fetches();
      const gate = createGate();
      held = gate;
      while ((await fetches()) === before) await tabs.move(Math.max(1, await tabs.delivered()));
      await tabs.route.arrived(length + 1);
      held = undefined;
      await close(front);
      gate.open();
      await show();
    }

    async function freeze() {
      await tabs.freeze(hidden()[0]);
    }

    const EVENTS = [
      async () => {
        front = await open();
      },
      async () => {
        front = await open();
      },
      freeze,
      show,
      closeInMidRequest,
      async () => {
        front = await open();
      },
      async () => {
        const [frozen] = tabs.frozen;
        await tabs.thaw(frozen);
        await show(frozen);
      },
      freeze,
      // As a browser does that is short of memory.
      async () => {
        const [frozen] = tabs.frozen;
        await close(frozen);
      },
      async () => {
        await close(front);
        await show();
      },
    ];
    const counts = EVENTS.map(() => 0);
    const start = tabs.now();
    for (let round = 0; tabs.now() - start < HOURS_8_MS; round++) {
      const place = round % EVENTS.length;
      await EVENTS[place]();
      counts[place]++;
      for (let step = 0; step < STEPS_PER_EVENT; step++) {
        await tabs.advance(STEP_MS);
        await check();
      }
    }
    for (const page of tabs.pages) shared += await page.evaluate(() => tokens.stats().shared);
    const { length } = tabs.route.requests;
    console.log(`# ${length} requests in 8 hours, ${shared} tokens from another tab, ${checked} received and checked`);
    assert.ok(
      counts.every((count) => count >= 3),
      `events happened ${counts} times`,
    );
    assert.ok(length <= 1.2 * REQUESTS_OF_ONE_TAB, `${length} requests; one tab sends ${REQUESTS_OF_ONE_TAB}`);
    assert.ok(shared > 0 && checked > 100);
  },
);
