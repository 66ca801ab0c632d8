import assert from "node:assert/strict";
import { test } from "node:test";
import { unlessFull } from "../../extent.js";
import { openStage } from "./stage.js";
import { tally } from "./tally.js";
import { typeDuringOutage } from "./typing.js";

const rows = (stage) => stage.page.getByRole("row").allInnerTexts();

test("a search that is typed while there is no token waits for one, and is answered", async (t) => {
  const stage = await openStage({ page: "with-package" });
  t.after(stage.close);
  await typeDuringOutage(stage);
  // The component sends what it holds. Its 403 has it ask for another token, and wait.
  const { expired, none, superseded } = await tally(stage);
  assert.deepEqual({ expired, none, superseded }, { expired: 1, none: 0, superseded: 0 });
  const found = await rows(stage);
  assert.ok(
    found.some((row) => row.includes("Grace Hopper")),
    String(found),
  );
  assert.ok(!found.some((row) => row.includes("Alan Turing")), String(found));
  assert.deepEqual(await stage.run(() => wrongWords), []);
});

test("without the package it ends in a session that has expired", { skip: unlessFull }, async (t) => {
  const stage = await openStage({ page: "by-hand" });
  t.after(stage.close);
  await typeDuringOutage(stage);
  assert.deepEqual(await stage.run(() => wrongWords), ["Session expired"]);
});
