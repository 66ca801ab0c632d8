import assert from "node:assert/strict";
import { test } from "node:test";
import { unlessFull } from "../../extent.js";
import { openStage } from "./stage.js";
import { tally } from "./tally.js";

const NOTHING_WRONG = { none: 0, expired: 0, foreign: 0, superseded: 0, unknown: 0, forbidden: 0 };

/** The tokens expire while the visitor is offline, and the widgets send requests when the browser is online again. */
async function goOffline(stage) {
  await stage.advance(480_000);
  await stage.page.context().setOffline(true);
  await stage.advance(300_000);
  await stage.page.context().setOffline(false);
  await stage.rest();
}

test("back online after the tokens have expired, widgets use new ones only", async (t) => {
  const stage = await openStage({ page: "with-package" });
  t.after(stage.close);
  const before = await tally(stage);
  await goOffline(stage);
  const { tokenCalls, requests, ...wrong } = await tally(stage);
  assert.deepEqual(wrong, NOTHING_WRONG);
  assert.ok(requests >= before.requests + 9, "each of them has sent a request");
  assert.equal(stage.workos.log.tokens().length, 8, "one new token for each key");
  assert.deepEqual(await stage.run(() => [displayedErrors, look().resolved, look().skeletons]), [[], 5, 0]);
});

test("without the package they use the expired ones", { skip: unlessFull }, async (t) => {
  const stage = await openStage({ page: "by-hand" });
  t.after(stage.close);
  await goOffline(stage);
  assert.ok((await tally(stage)).expired > 0);
});
