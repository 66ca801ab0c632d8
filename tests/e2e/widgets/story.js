/** What happens to a page with six widgets, in chapters. The same for every page. */

import { createGate } from "../package/route.js";
import { ADA_AT_ANALYTICAL, GRACE_AT_ACME } from "./stage.js";
import { tally } from "./tally.js";

const LIFE_MS = 600_000;

/** From one renewal to the next, 540 to 555 s: what is half-way between them never coincides with one. */
const RENEWAL_MS = 547_500;
const AWAY_MS = 30_000;

/**
 * @typedef {object} Chapter
 * @property {string} name
 * @property {(stage: import("./stage.js").Stage) => Promise<void>} happen
 */

/** @type {(lives: number) => Chapter} */
const lifetimes = (lives) => ({
  name: `${lives} lifetimes, with a look at another tab in each`,
  async happen(stage) {
    for (let life = 0; life < lives; life++) {
      await stage.advance(RENEWAL_MS / 2);
      await leaveAndReturn(stage, AWAY_MS);
      await stage.advance(RENEWAL_MS / 2 - AWAY_MS);
    }
    await stage.advance(RENEWAL_MS / 2);
  },
});

/** @type {Chapter} */
const sleep = {
  name: "two hours of sleep",
  async happen(stage) {
    await stage.sleep(7_200_000);
    await leaveAndReturn(stage);
  },
};

/** @type {Chapter} */
const renewal = {
  name: "a look at the page when the next tokens are there, and the last have not ended",
  async happen(stage) {
    // The manager renews after 540 to 555 s, and a step of the clock later the components have the new tokens. By
    // themselves they would ask after 570 s.
    await stage.advance(568_000);
    await leaveAndReturn(stage);
  },
};

/** @type {Chapter} */
const otherPage = {
  name: "four minutes on another page of the app",
  async happen(stage) {
    await stage.advance(LIFE_MS * 0.75);
    await stage.open(false);
    await stage.advance(LIFE_MS * 0.4);
    await stage.open(true);
    await stage.rest();
  },
};

/** @type {Chapter} */
const otherOrganization = {
  name: "another organization, while the widgets wait for replies",
  async happen(stage) {
    const { page, run } = stage;
    const gate = holdReplies();
    await page.route("**/_widgets/**", gate.hold);
    await stage.lookAway(true);
    await stage.lookAway(false);
    await stage.advance(40, { held: Number.POSITIVE_INFINITY });
    while ((await run(() => requestsUnderWay())) < gate.held() || gate.held() === 0) await run(() => settled(Infinity));
    await stage.show(ADA_AT_ANALYTICAL);
    await stage.rest(Number.POSITIVE_INFINITY);
    gate.open();
    await stage.rest();
    await page.unroute("**/_widgets/**");
    await leaveAndReturn(stage);
  },
};

/** @type {Chapter} */
const otherUser = {
  name: "another user, while a token is on its way",
  async happen(stage) {
    await stage.advance(480_000);
    stage.faults.add({ kind: "delay", delayMs: LIFE_MS });
    for (let isAsked = false; !isAsked; isAsked = (await stage.run(() => requestsUnderWay())) > 0) {
      await stage.advance(4_000, { held: Number.POSITIVE_INFINITY });
    }
    await stage.show(GRACE_AT_ACME);
    stage.faults.clear();
    await stage.rest();
    await leaveAndReturn(stage);
  },
};

/** @type {Chapter} */
const outage = {
  name: "three minutes without the backend, in which the tokens end",
  async happen(stage) {
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
    // The longest pause between two tries.
    await stage.advance(60_000);
  },
};

/** @type {Chapter} */
const refusal = {
  name: "a 403",
  async happen(stage) {
    stage.workos.widgets.faults.add({ widgetType: "user-profile", status: 403, count: 1 });
    await leaveAndReturn(stage);
    await stage.advance(5_000);
  },
};

/**
 * @typedef {{ chapter: string, seen: any } & import("./tally.js").Tally} Note what stood at the end of a chapter
 *
 * @param {import("./stage.js").Stage} stage
 * @param {number} lives how many lifetimes of a token to live through
 * @returns {Promise<Note[]>}
 */
export async function tell(stage, lives) {
  const notes = [];
  for (const { name, happen } of [
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
    await happen(stage);
    notes.push({ chapter: name, seen: await stage.run(() => look()), ...(await tally(stage)) });
  }
  return notes;
}

/** @type {Chapter} */
const mount = {
  name: "six widgets, mounted",
  async happen(stage) {
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

/** Has the server get every request, and the page no reply until the gate is opened. */
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
