import assert from "node:assert/strict";
import { createGate } from "../package/route.js";
import { testInTabs } from "./tabs.js";

/**
 * Three tabs with a subscriber each and a token, of which the second is fetching another when the first signs out. The
 * clocks stand still meanwhile, so whatever the tabs do then, no timer of theirs has a part in it.
 *
 * @param {import("./tabs.js").Tabs} tabs
 * @param {() => void} signOut runs in the first
 */
async function signOutInTheFirst(tabs, signOut) {
  const [first, second] = tabs.pages;
  const gate = createGate();
  await tabs.each(() => {
    globalThis.told = [];
    source.subscribe((snapshot) => told.push(snapshot?.status));
  });
  await tabs.advance(2_000);
  assert.deepEqual(await tabs.each(() => told.at(-1)), Array(3).fill("ready"));
  tabs.route.answer({ json: { token: "late", expires_in: 600 }, hold: gate.opened });
  await second.evaluate(() => note("new", tokens.getToken(sso, { forceRefresh: true })));
  await tabs.route.arrived(2);
  const begunMs = performance.now();
  await first.evaluate(signOut);
  await Promise.all(tabs.pages.slice(1).map((page) => page.evaluate(() => until(() => told.at(-1) === undefined))));
  console.log(`# the others were signed out after ${Math.round(performance.now() - begunMs)} ms`);
  return gate;
}

testInTabs("a user that signs out in one tab is signed out in all, at once", 3, async (tabs) => {
  const gate = await signOutInTheFirst(tabs, () => tokens.clear());
  const seen = await tabs.each(() => [source.peek(), told.at(-1), later.new?.error?.code]);
  assert.deepEqual(seen, [
    [undefined, undefined, undefined],
    [undefined, undefined, "cleared"],
    [undefined, undefined, undefined],
  ]);
  assert.equal(await tabs.route.requests[1].ended, true, "the request under way is aborted");
  gate.open();
  await tabs.leave(tabs.pages[0]);
  await tabs.advance(60_000);
  assert.equal(tabs.route.requests.length, 2);
});

testInTabs("another user in one tab signs the first one out in all", 3, async (tabs) => {
  const gate = await signOutInTheFirst(tabs, () => tokens.setUser("user_2"));
  const codes = await tabs.each(() => later.new?.error?.code);
  assert.deepEqual(codes, [undefined, "cleared", undefined]);
  gate.open();
  tabs.route.answer((_, number) => ({ json: { token: `token-${number}`, expires_in: 600 } }));
  await tabs.pages[0].evaluate(() => note("token", tokens.getToken(sso)));
  await tabs.move(100);
  await tabs.pages[0].evaluate(() => settled());
  assert.deepEqual(await tabs.pages[0].evaluate(() => later.token), { token: "token-3" });
  // They go on only once the app in them has said who is signed in now.
  assert.deepEqual(await Promise.all(tabs.pages.slice(1).map((page) => page.evaluate(() => source.peek()?.token))), [
    undefined,
    undefined,
  ]);
  await tabs.pages[1].evaluate(() => {
    tokens.setUser("user_2");
    note("token", tokens.getToken(sso));
  });
  await tabs.pages[1].evaluate(() => until(() => later.token));
  assert.deepEqual(await tabs.pages[1].evaluate(() => later.token), { token: "token-3" });
  assert.equal(tabs.route.requests.length, 3);
});

testInTabs(
  "a tab that has not named the user since a sign-out elsewhere gives no token to the others",
  2,
  async (tabs) => {
    const [first, second] = tabs.pages;
    await tabs.each(() => note("token", tokens.getToken(sso)));
    await tabs.advance(1_000);
    await first.evaluate(() => tokens.clear());
    await second.evaluate(() => until(() => !source.peek()?.token));
    await tabs.leave(first);
    // The session may be another user's now.
    await second.evaluate(() => note("token", tokens.getToken(sso)));
    await tabs.advance(1_000);
    assert.deepEqual(await second.evaluate(() => later.token), { token: "token-2" });
    const third = await tabs.open();
    await third.evaluate(() => note("token", tokens.getToken(sso)));
    await tabs.advance(1_000);
    assert.deepEqual(await third.evaluate(() => later.token), { token: "token-3" });
    // The app says that it is the same user, who signed in again.
    await second.evaluate(() => tokens.setUser("user_1"));
    const fourth = await tabs.open();
    await fourth.evaluate(() => note("token", tokens.getToken(sso)));
    await tabs.advance(1_000);
    assert.equal(tabs.route.requests.length, 3);
  },
);
