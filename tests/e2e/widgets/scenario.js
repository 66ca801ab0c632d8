/** What happens to a page with six widgets, step by step. The same for every page. */

import { createGate } from "../package/route.js";
import { ADA_AT_ANALYTICAL, GRACE_AT_ACME } from "./stage.js";
import { tally } from "./tally.js";

const LIFE_MS = 600_000;

/** From one renewal to the next, 540 to 555 s: the middle between them never coincides with one. */
const RENEWAL_MS = 547_500;
const AWAY_MS = 30_000;

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {(stage: import("./stage.js").Stage) => Promise<void>} run
 */

/** @type {(lives: number) => Step} */
const lifetimes = (lives) => ({
  name: `${lives} lifetimes, with a visit to another tab in each`,
  async run(stage) {
    for (let life = 0; life < lives; life++) {
      await stage.advance(RENEWAL_MS / 2);
      await leaveAndReturn(stage, AWAY_MS);
      await stage.advance(RENEWAL_MS / 2 - AWAY_MS);
    }
    await stage.advance(RENEWAL_MS / 2);
  },
});

/** @type {Step} */
const sleep = {
  name: "two hours of sleep",
  async run(stage) {
    await stage.sleep(7_200_000);
    await leaveAndReturn(stage);
  },
};

/** @type {Step} */
const renewal = {
  name: "a return to the page when the next tokens have arrived, and the previous ones have not expired",
  async run(stage) {
    // The manager renews after 540 to 555 s, and a step of the clock later the components have the new tokens. By
    // themselves they would request one after 570 s.
    await stage.advance(568_000);
    await leaveAndReturn(stage);
  },
};

/** @type {Step} */
const otherPage = {
  name: "four minutes on another page of the app",
  async run(stage) {
    await stage.advance(LIFE_MS * 0.75);
    await stage.open(false);
    await stage.advance(LIFE_MS * 0.4);
    await stage.open(true);
    await stage.rest();
  },
};

/** @type {Step} */
const otherOrganization = {
  name: "another organization, while the widgets wait for replies",
  async run(stage) {
    const { page, run } = stage;
    const gate = holdReplies();
    await page.route("**/_widgets/**", gate.hold);
    await stage.lookAway(true);
    await stage.lookAway(false);
    await stage.advance(40, { held: Number.POSITIVE_INFINITY });
    while ((await run(() => requestsInFlight())) < gate.held() || gate.held() === 0) await run(() => settled(Infinity));
    await stage.show(ADA_AT_ANALYTICAL);
    await stage.rest(Number.POSITIVE_INFINITY);
    gate.open();
    await stage.rest();
    await page.unroute("**/_widgets/**");
    await leaveAndReturn(stage);
  },
};

/** @type {Step} */
const otherUser = {
  name: "another user, while a token is in flight",
  async run(stage) {
    await stage.advance(480_000);
    stage.faults.add({ kind: "delay", delayMs: LIFE_MS });
    for (let isAsked = false; !isAsked; isAsked = (await stage.run(() => requestsInFlight())) > 0) {
      await stage.advance(4_000, { held: Number.POSITIVE_INFINITY });
    }
    await stage.show(GRACE_AT_ACME);
    stage.faults.clear();
    await stage.rest();
    await leaveAndReturn(stage);
  },
};

/** @type {Step} */
const outage = {
  name: "three minutes without the backend, in which the tokens expire",
  async run(stage) {
    await stage.advance(480_000);
    stage.faults.add({ kind: "drop", at: "app" });
    await stage.advance(60_000);
    await leaveAndReturn(stage);
    await stage.advance(90_000);
    await leaveAndReturn(stage);
    await stage.open(false);
    await stage.open(true);
    await stage.advance(30_000);
    stage.faults.clear();
    // The longest pause between two attempts.
    await stage.advance(60_000);
  },
};

/** @type {Step} */
const refusal = {
  name: "a 403",
  async run(stage) {
    stage.workos.widgets.faults.add({ widgetType: "user-profile", status: 403, count: 1 });
    await leaveAndReturn(stage);
    await stage.advance(5_000);
  },
};

/**
 * @typedef {{ step: string, seen: any } & import("./tally.js").Tally} Note the state at the end of a step
 *
 * @param {import("./stage.js").Stage} stage
 * @param {number} lives the number of token lifetimes
 * @returns {Promise<Note[]>}
 */
export async function runScenario(stage, lives) {
  const notes = [];
  for (const { name, run } of [
    mount,
    lifetimes(lives),
    sleep,
    renewal,
    otherPage,
    otherOrganization,
    otherUser,
    outage,
    refusal,
  ]) {
    await run(stage);
    notes.push({ step: name, seen: await stage.run(() => look()), ...(await tally(stage)) });
  }
  return notes;
}

/** @type {Step} */
const mount = {
  name: "six widgets, mounted",
  async run(stage) {
    await stage.rest();
  },
};

/**
 * @param {import("./stage.js").Stage} stage
 * @param {number} [awayMs]
 */
async function leaveAndReturn(stage, awayMs = 0) {
  await stage.lookAway(true);
  await stage.advance(awayMs);
  await stage.lookAway(false);
  await stage.rest();
}

/** Lets the server receive every request, and the page no reply until the gate is opened. */
function holdReplies() {
  const gate = createGate();
  let held = 0;
  return {
    open: gate.open,
    held: () => held,
    async hold(route) {
      const response = await route.fetch();
      held++;
      await gate.opened;
      await route.fulfill({ response });
    },
  };
}
