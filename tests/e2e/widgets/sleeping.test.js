import assert from "node:assert/strict";
import { test } from "node:test";
import { unlessFull } from "../../extent.js";
import { openStage } from "./stage.js";
import { tally } from "./tally.js";

const NOTHING_WRONG = { expired: 0, foreign: 0, superseded: 0, unknown: 0, forbidden: 0 };
const KEYS = 4;

const moveTo = (stage, seconds) => stage.advance((seconds - stage.seconds()) * 1_000);

async function comeBack(stage) {
  await stage.lookAway(false);
  await stage.rest();
}

/** The machine sleeps while the first tokens, of 600 s, fall due: after 540 to 555 s, by jitter. */
async function sleepUntil(stage, seconds) {
  await moveTo(stage, 500);
  await stage.lookAway(true);
  await stage.sleep((seconds - stage.seconds()) * 1_000);
  await comeBack(stage);
}

/** The visitor looks at the page again after the first tokens have ended, and a minute and a half later. */
async function goOn(stage) {
  for (const seconds of [610, 700]) {
    await moveTo(stage, seconds);
    await stage.lookAway(true);
    await comeBack(stage);
  }
}

for (const { seconds, what, skip } of [
  { seconds: 530, what: "before the refresh is due", skip: unlessFull },
  { seconds: 548, what: "while the refresh is due", skip: false },
  { seconds: 560, what: "after the refresh was due", skip: unlessFull },
  { seconds: 590, what: "in the token's last seconds", skip: unlessFull },
]) {
  test(`with a query client, widgets have valid tokens after a sleep that ends ${what}`, { skip }, async (t) => {
    const stage = await openStage({ page: "with-package" });
    t.after(stage.close);
    await sleepUntil(stage, seconds);
    await goOn(stage);
    const { tokenCalls, requests, none, ...wrong } = await tally(stage);
    assert.deepEqual({ none, ...wrong }, { none: 0, ...NOTHING_WRONG });
    assert.ok(requests >= 38, `${requests} requests: each widget has asked at each return`);
    assert.equal(tokenCalls, 2 * KEYS);
    assert.deepEqual(await stage.run(() => [displayedErrors, look().resolved, look().skeletons]), [[], 5, 0]);
  });
}

// Only then: their own timers are late by the time slept, and it takes a query client to tell them of a token that they
// did not ask for.
test("by themselves, widgets get a new token where the current one has 35 s left or less", async (t) => {
  const stage = await openStage({ page: "functions-alone" });
  t.after(stage.close);
  const mounted = await tally(stage);
  await sleepUntil(stage, 575);
  assert.equal((await tally(stage)).tokenCalls, 2 * KEYS);
  await goOn(stage);
  const { tokenCalls, requests, none, ...wrong } = await tally(stage);
  assert.deepEqual({ none, ...wrong }, { none: mounted.none, ...NOTHING_WRONG });
  assert.equal(tokenCalls, 2 * KEYS);
  assert.deepEqual(await stage.run(() => [displayedErrors, look().resolved, look().skeletons]), [[], 5, 0]);
});
