import assert from "node:assert/strict";
import { testInTabs } from "./tabs.js";

testInTabs("ten tabs that start at once make one request", 10, async (tabs) => {
  await tabs.each(() => note("token", tokens.getToken(sso)));
  await tabs.delivered();
  assert.equal(tabs.route.requests.length, 0);
  await tabs.advance(1_000);
  const got = await tabs.each(() => later.token);
  assert.deepEqual(got, Array(10).fill({ token: "token-1" }));
  assert.equal(tabs.route.requests.length, 1);
  const counts = await tabs.each(() => [tokens.stats().fetches, tokens.stats().shared]);
  assert.deepEqual(counts.map(String).sort(), [...Array(9).fill("0,1"), "1,0"]);
  const shared = await tabs.each(() => source.peek().shared);
  assert.equal(shared.filter(Boolean).length, 9);
});

testInTabs("a tab that is opened later takes the token of the first", 1, async (tabs) => {
  const [first] = tabs.pages;
  await first.evaluate(() => note("token", tokens.getToken(sso)));
  await tabs.advance(1_000);
  await tabs.advance(60_000);
  const second = await tabs.open();
  await second.evaluate(() => note("token", tokens.getToken(sso)));
  await tabs.delivered();
  assert.deepEqual(await second.evaluate(() => later.token), { token: "token-1" });
  const ends = await tabs.each(() => source.peek().expiresAt);
  assert.equal(ends[0], ends[1]);
  assert.equal(tabs.route.requests.length, 1);
});

testInTabs("of the tabs that want a key, one fetches the next token and the others take it", 4, async (tabs) => {
  await tabs.each(() => {
    globalThis.told = [];
    source.subscribe((snapshot) => snapshot?.token && told.push(snapshot.token));
  });
  await tabs.advance(1_000);
  for (const number of [2, 3]) {
    await tabs.advance(557_000);
    assert.equal(tabs.route.requests.length, number);
    assert.deepEqual(await tabs.each(() => told.at(-1)), Array(4).fill(`token-${number}`));
  }
});

testInTabs("the name of the channel shows neither user nor endpoint, and messages go to no other", 2, async (tabs) => {
  const other = await tabs.open({ user: "user_2" });
  const names = await tabs.each(() => channelName);
  assert.equal(names[0], names[1]);
  assert.notEqual(names[0], names[2]);
  assert.match(names[0], /^workos-widget-tokens \d+ \d+ \d+$/);
  await tabs.pages[0].evaluate(() => note("token", tokens.getToken(sso)));
  await tabs.pages[1].evaluate(() => note("token", tokens.getToken(sso)));
  await tabs.move(500);
  assert.equal(await other.evaluate(() => heard), 0);
});

testInTabs("a key with a widgetSession is never named on the channel", 2, async (tabs) => {
  const read = () => {
    note("token", tokens.getToken({ ...sso, widgetSession: "mount 1" }));
    note("refreshed", tokens.getToken({ ...sso, widgetSession: "mount 2" }, { forceRefresh: true }));
  };
  await tabs.each(read);
  await tabs.advance(1_000);
  const got = await tabs.each(() => [later.token.token, later.refreshed.token]);
  assert.deepEqual(got.flat().sort(), ["token-1", "token-2", "token-3", "token-4"]);
  await tabs.each(() => tokens.source({ ...sso, widgetSession: "mount 1" }).invalidate());
  await tabs.advance(1_000);
  assert.deepEqual(await tabs.each(() => posted), [0, 0]);
});

testInTabs("a token is sent as an answer alone, and once", 3, async (tabs) => {
  const [first, second] = tabs.pages;
  await first.evaluate(() => note("token", tokens.getToken(sso)));
  await tabs.advance(1_000);
  const tokensSent = async () =>
    (
      await tabs.each(() => sent.filter((/** @type {unknown[]} */ message) => message.includes("token-1")).length)
    ).join();
  assert.equal(await tokensSent(), "0,0,0");
  await second.evaluate(() => note("token", tokens.getToken(sso)));
  await tabs.advance(1_000);
  assert.equal(await tokensSent(), "1,0,0");
});
