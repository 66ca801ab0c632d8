import assert from "node:assert/strict";
import { createGate } from "../package/route.js";
import { testInTabs } from "./tabs.js";

const REQUEST_TIMEOUT_MS = 10_000;

testInTabs("a tab closed in the middle of a request delays the others by one time limit at most", 3, async (tabs) => {
  const gate = createGate();
  tabs.route.answer((_, number) => ({
    json: { token: `token-${number}`, expires_in: 600 },
    hold: number === 1 ? gate.opened : undefined,
  }));
  await tabs.each(() => {
    globalThis.askedAt = Date.now();
    globalThis.waitedMs = undefined;
    source.getToken().then(() => {
      waitedMs = Date.now() - askedAt;
    });
  });
  await tabs.delivered();
  await tabs.move(100);
  await tabs.route.arrived(1);
  await tabs.delivered();
  const fetches = await tabs.each(() => tokens.stats().fetches);
  await tabs.close(tabs.pages[fetches.indexOf(1)]);
  await tabs.advance(REQUEST_TIMEOUT_MS);
  const waited = await tabs.each(() => waitedMs);
  assert.ok(
    waited.every((ms) => ms <= REQUEST_TIMEOUT_MS),
    `waited ${waited} ms`,
  );
  // One of the two went on, and the other too only if it had decided to at the same moment.
  assert.ok(tabs.route.requests.length <= 3);
  gate.open();
});

testInTabs("a tab closed in the middle of a question delays nobody", 2, async (tabs) => {
  await tabs.each(() => note("token", tokens.getToken(sso)));
  await tabs.delivered();
  await tabs.close(tabs.pages[0]);
  await tabs.advance(300);
  assert.deepEqual(await tabs.each(() => later.token), [{ token: "token-1" }]);
});

testInTabs("a manager that is disposed of answers no more, and its request serves nobody", 2, async (tabs) => {
  const [first, second] = tabs.pages;
  await first.evaluate(() => note("token", tokens.getToken(sso)));
  await tabs.advance(1_000);
  await first.evaluate(() => tokens.dispose());
  await tabs.leave(first);
  await second.evaluate(() => note("token", tokens.getToken(sso)));
  await tabs.advance(1_000);
  assert.deepEqual(await second.evaluate(() => later.token), { token: "token-2" });
});
