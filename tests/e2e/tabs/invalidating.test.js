import assert from "node:assert/strict";
import { createGate } from "../package/route.js";
import { testInTabs } from "./tabs.js";

testInTabs("a token that one tab saw rejected is dropped in all, and one request brings the next", 3, async (tabs) => {
  await tabs.each(() => note("token", tokens.getToken(sso)));
  await tabs.advance(2_000);
  const gate = createGate();
  tabs.route.answer({ json: { token: "token-2", expires_in: 600 }, hold: gate.opened });
  await tabs.pages[1].evaluate(() => source.invalidate("token-1"));
  await tabs.delivered();
  // The tab that saw it goes to the route at once, because it had it from another.
  const [first, , third] = await tabs.each(() => source.peek()?.token);
  assert.deepEqual([first, third], [undefined, undefined]);
  gate.open();
  await tabs.each(() => note("token", tokens.getToken(sso)));
  await tabs.advance(1_000);
  assert.deepEqual(await tabs.each(() => later.token), Array(3).fill({ token: "token-2" }));
  assert.equal(tabs.route.requests.length, 2);
});

testInTabs("a rejected token that no tab holds any more changes nothing", 2, async (tabs) => {
  await tabs.each(() => note("token", tokens.getToken(sso)));
  await tabs.advance(1_000);
  await tabs.pages[0].evaluate(() => source.invalidate("an older one"));
  await tabs.advance(1_000);
  assert.deepEqual(await tabs.each(() => source.peek().token), ["token-1", "token-1"]);
  assert.equal(tabs.route.requests.length, 1);
});
