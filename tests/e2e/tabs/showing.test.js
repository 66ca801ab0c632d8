import assert from "node:assert/strict";
import { createGate } from "../package/route.js";
import { testInWindow } from "./lifecycle.js";

const REQUEST_TIMEOUT_MS = 10_000;

testInWindow("a tab that is shown again takes its neighbour's token", {}, async (tabs) => {
  const first = await tabs.openInFront();
  await first.evaluate(() => source.subscribe(() => {}));
  await tabs.advance(1_000);
  const second = await tabs.openInFront();
  await second.evaluate(() => source.subscribe(() => {}));
  await tabs.advance(600_000);
  // A hidden tab does not refresh, and the one in front did.
  assert.deepEqual(await tabs.each(() => source.peek()?.token), [undefined, "token-2"]);
  assert.equal(tabs.route.requests.length, 2);
  await tabs.show(first);
  await tabs.delivered();
  assert.equal(await first.evaluate(() => source.peek().token), "token-2");
  assert.equal(tabs.route.requests.length, 2);
  const stats = await first.evaluate(() => tokens.stats());
  assert.deepEqual([stats.fetches, stats.shared], [1, 1]);
});

testInWindow(
  "a tab frozen in the middle of a request delays the others by one time limit at most",
  {},
  async (tabs) => {
    const gate = createGate();
    tabs.route.answer((_, number) => ({
      json: { token: `token-${number}`, expires_in: 600 },
      hold: number === 1 ? gate.opened : undefined,
    }));
    const first = await tabs.openInFront();
    await first.evaluate(() => note("token", source.getToken()));
    await tabs.advance(100, { replies: false });
    await tabs.route.arrived(1);
    const second = await tabs.openInFront();
    await second.evaluate(() => note("token", source.getToken()));
    await tabs.delivered();
    await tabs.freeze(first);
    await tabs.advance(REQUEST_TIMEOUT_MS);
    assert.deepEqual(await second.evaluate(() => later.token), { token: "token-2" });
    assert.equal(tabs.route.requests.length, 2);
    gate.open();
  },
);

testInWindow("a token that a frozen tab holds is not waited for", {}, async (tabs) => {
  const first = await tabs.openInFront();
  await first.evaluate(() => note("token", source.getToken()));
  await tabs.advance(1_000);
  const second = await tabs.openInFront();
  await tabs.freeze(first);
  await second.evaluate(() => note("token", source.getToken()));
  // Chromium lets a frozen tab answer at times; if it does not, the route does after the question.
  await tabs.advance(100);
  assert.match((await second.evaluate(() => later.token)).token, /^token-[12]$/);
});
