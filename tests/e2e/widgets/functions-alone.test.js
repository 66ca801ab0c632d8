import assert from "node:assert/strict";
import { test } from "node:test";
import { isFull } from "../../extent.js";
import { ADA_AT_ANALYTICAL, openStage } from "./stage.js";
import { tally } from "./tally.js";

const LIFE_MS = 600_000;
const LIVES = isFull ? 5 : 2;

test(`a source's function as authToken: six widgets live through ${LIVES} tokens and another organization`, async (t) => {
  const stage = await openStage({ page: "functions-alone" });
  t.after(stage.close);
  const mounted = await tally(stage);
  assert.equal(mounted.tokenCalls, 4);
  assert.equal(mounted.none, 8, "what the components send before they request a token");
  for (let life = 0; life < LIVES; life++) {
    await stage.advance(LIFE_MS);
    await stage.lookAway(true);
    await stage.lookAway(false);
    await stage.rest();
  }
  const { none, expired, foreign, unknown, forbidden, tokenCalls } = await tally(stage);
  assert.deepEqual({ none, expired, foreign, unknown, forbidden }, { ...NOTHING_BAD, none: 8 });
  assert.ok(tokenCalls >= 4 * (LIVES + 1) && tokenCalls <= 4 * (LIVES + 3), `${tokenCalls} calls`);

  await stage.show(ADA_AT_ANALYTICAL);
  await stage.rest();
  const last = await tally(stage);
  assert.deepEqual([last.none, last.foreign, last.tokenCalls - tokenCalls], [16, 0, 4]);
  const seen = await stage.run(() => look());
  assert.deepEqual(seen, { resolved: 5, hasKeys: true, skeletons: 0, domains: "engines.example" });
  assert.deepEqual(await stage.run(() => displayedErrors), []);
});

const NOTHING_BAD = { expired: 0, foreign: 0, unknown: 0, forbidden: 0 };
