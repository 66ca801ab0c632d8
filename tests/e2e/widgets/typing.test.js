import assert from "node:assert/strict";
import { test } from "node:test";
import { unlessFull } from "../../extent.js";
import { openStage } from "./stage.js";
import { tally } from "./tally.js";
import { typeDuringOutage } from "./typing.js";

const rows = (stage) => stage.page.getByRole("row").allInnerTexts();

test("a search typed while no token is available waits for one, and is answered", async (t) => {
  const stage = await openStage({ page: "with-package" });
  t.after(stage.close);
  await typeDuringOutage(stage);
  // The component sends its cached token. After the 403 it requests another one, and waits.
  const { expired, none, superseded } = await tally(stage);
  assert.deepEqual({ expired, none, superseded }, { expired: 1, none: 0, superseded: 0 });
  const found = await rows(stage);
  assert.ok(
    found.some((row) => row.includes("Grace Hopper")),
    String(found),
  );
  assert.ok(!found.some((row) => row.includes("Alan Turing")), String(found));
  assert.deepEqual(await stage.run(() => displayedErrors), []);
});

test("without the package it ends in an expired session", { skip: unlessFull }, async (t) => {
  const stage = await openStage({ page: "by-hand" });
  t.after(stage.close);
  await typeDuringOutage(stage);
  assert.deepEqual(await stage.run(() => displayedErrors), ["Session expired"]);
});
