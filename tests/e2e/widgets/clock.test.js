import assert from "node:assert/strict";
import { test } from "node:test";
import { unlessFull } from "../../extent.js";
import { openStage } from "./stage.js";
import { tally } from "./tally.js";

const HOUR_MS = 3_600_000;
const NOTHING_WRONG = { none: 0, expired: 0, foreign: 0, superseded: 0, unknown: 0, forbidden: 0 };

// Between two renewals, whatever their jitter: a request sent while a new token arrives may have the old one.
const ROUND_MS = 650_000;

/** Half an hour, in which the visitor returns to the page when its first tokens would have expired, and later. */
async function use(stage) {
  for (let round = 0; round < 3; round++) {
    await stage.advance(ROUND_MS);
    await stage.lookAway(true);
    await stage.lookAway(false);
    await stage.rest();
  }
}

for (const { words, clockAheadMs, skip } of [
  { words: "slow", clockAheadMs: -HOUR_MS, skip: false },
  { words: "fast", clockAheadMs: HOUR_MS, skip: unlessFull },
]) {
  test(`on a machine whose clock is an hour ${words} every request has a valid token`, { skip }, async (t) => {
    const stage = await openStage({ page: "with-package", clockAheadMs });
    t.after(stage.close);
    await use(stage);
    const { tokenCalls, requests, ...wrong } = await tally(stage);
    assert.deepEqual(wrong, NOTHING_WRONG);
    assert.ok(requests >= 44, "each widget has sent requests at the mount, and at each return");
    // 1,950 s with four keys, whose tokens are renewed after 540 to 555 s.
    assert.equal(tokenCalls, 4 * 4);
    assert.deepEqual(await stage.run(() => [displayedErrors, look().resolved, look().skeletons]), [[], 5, 0]);
    assert.deepEqual(stage.red, []);
  });
}

test("without the package, a slow clock has widgets send tokens that have expired", { skip: unlessFull }, async (t) => {
  const stage = await openStage({ page: "by-hand", clockAheadMs: -HOUR_MS });
  t.after(stage.close);
  await use(stage);
  assert.ok((await tally(stage)).expired > 0);
});
