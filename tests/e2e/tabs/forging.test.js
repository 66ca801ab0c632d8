/** What a page of the same origin can do that knows the protocol. */

import assert from "node:assert/strict";
import { makeJwt } from "../package/tokens.js";
import { testInTabs } from "./tabs.js";

/** The kinds of messages, by their numbers. */
const [ASK, TOKEN, SENT, , REJECTED, SIGNED_OUT] = [0, 1, 2, 3, 4, 5];
const KEY = JSON.stringify({ organizationId: "org_1", widgetScope: "sso" });

/** Has the stranger answer each question with messages in which `"number"` stands for that of the question. */
function answerAll(/** @type {unknown[][]} */ answers) {
  port.onmessage = ({ data: [kind, key, number] }) => {
    if (kind !== 0) return;
    for (const answer of answers) port.postMessage(answer.map((part) => (part === "number" ? number : (part ?? key))));
  };
}

testInTabs("nonsense from a page of the same origin changes nothing", 1, async (tabs) => {
  const [tab] = tabs.pages;
  await tab.evaluate(() => source.subscribe(() => {}));
  await tabs.advance(1_000);
  const stranger = await tabs.openStranger();
  await stranger.evaluate((KEY) => {
    const parts = [
      undefined,
      null,
      -1,
      0,
      1.5,
      6,
      1e300,
      NaN,
      -Infinity,
      10n,
      "0",
      KEY,
      {},
      [],
      [[0]],
      new Date(),
      /x/,
    ];
    for (const part of [...parts, new Map(), new Uint8Array(8), new Error("x")]) {
      port.postMessage(part);
      for (let place = 0; place < 6; place++) {
        for (const kind of [0, 1, 2, 3]) {
          const message = /** @type {unknown[]} */ ([kind, KEY, 1, 300_000, 600_000, "forged"]);
          message[place] = part;
          port.postMessage(message);
        }
      }
    }
    for (const length of [0, 1, 1_000]) port.postMessage(Array(length).fill(1));
  }, KEY);
  await tabs.advance(1_000);
  assert.equal(await tab.evaluate(() => source.peek().token), "token-1");
  assert.equal(tabs.route.requests.length, 1);
});

testInTabs("a flood of questions, answers and rejections costs no request", 1, async (tabs) => {
  const [tab] = tabs.pages;
  await tab.evaluate(() => note("token", source.getToken()));
  await tabs.advance(1_000);
  const stranger = await tabs.openStranger();
  await stranger.evaluate(
    ({ KEY, kinds }) => {
      for (let number = 0; number < 2_000; number++) {
        for (const kind of kinds) port.postMessage([kind, KEY, number, 600_000, 600_000, "forged"]);
      }
    },
    { KEY, kinds: [ASK, TOKEN, SENT, REJECTED] },
  );
  await tabs.advance(1_000);
  assert.equal(await tab.evaluate(() => source.getToken()), "token-1");
  assert.equal(tabs.route.requests.length, 1);
});

testInTabs("a flood of sign-outs costs a request for each read, and no more", 1, async (tabs) => {
  const [tab] = tabs.pages;
  await tab.evaluate(() => note("token", source.getToken()));
  await tabs.advance(1_000);
  const stranger = await tabs.openStranger();
  await stranger.evaluate((kind) => {
    for (let number = 0; number < 2_000; number++) port.postMessage([kind, undefined, 0, 0, 0, undefined]);
  }, SIGNED_OUT);
  await tabs.advance(1_000);
  await tab.evaluate(() => note("token", source.getToken()));
  await tabs.advance(1_000);
  assert.deepEqual(await tab.evaluate(() => later.token), { token: "token-2" });
  assert.equal(tabs.route.requests.length, 2);
});

testInTabs("whoever says that it is fetching, and is not, delays a read by one time limit at most", 1, async (tabs) => {
  const stranger = await tabs.openStranger();
  await stranger.evaluate(answerAll, Array(50).fill([SENT, null, "number", 0, 0, undefined]));
  const [tab] = tabs.pages;
  await tab.evaluate(() => note("token", source.getToken()));
  await tabs.advance(10_000);
  assert.deepEqual(await tab.evaluate(() => later.token), { token: "token-1" });
  assert.equal(tabs.route.requests.length, 1);
});

/** @type {Record<string, unknown[]>} */
const LIES = {
  "more left than its whole life": [TOKEN, null, "number", 700_000, 600_000, "forged"],
  "nothing left": [TOKEN, null, "number", 0, 600_000, "forged"],
  "a negative rest": [TOKEN, null, "number", -1, 600_000, "forged"],
  "no number": [TOKEN, null, "number", NaN, NaN, "forged"],
  "claims whose life is over": [
    TOKEN,
    null,
    "number",
    60_000,
    600_000,
    makeJwt({ iat: 1_705_321_800, exp: 1_705_322_100 }),
  ],
  "a secret key": [TOKEN, null, "number", 600_000, 600_000, "sk_live_forged"],
  "an empty token": [TOKEN, null, "number", 600_000, 600_000, ""],
  "a token that is no text": [TOKEN, null, "number", 600_000, 600_000, { toString: 1 }],
  "another question's number": [TOKEN, null, 1, 600_000, 600_000, "forged"],
  "another key": [TOKEN, '{"organizationId":"org_2","widgetScope":"sso"}', "number", 600_000, 600_000, "forged"],
};

testInTabs("an answer that cannot be true is not taken, and the route is asked", 1, async (tabs) => {
  const stranger = await tabs.openStranger();
  const [tab] = tabs.pages;
  for (const [lie, answer] of Object.entries(LIES)) {
    await stranger.evaluate(answerAll, [answer]);
    await tab.evaluate(() => {
      source.invalidate();
      tokens.setUser("user_1");
    });
    await tab.evaluate(() => note("token", source.getToken()));
    await tabs.advance(12_000);
    const requests = tabs.route.requests.length;
    assert.deepEqual(await tab.evaluate(() => later.token), { token: `token-${requests}` }, lie);
  }
  assert.equal(await tab.evaluate(() => tokens.stats().shared), 0);
});

testInTabs("a lie about an age is believed for no longer than the token's own claims allow", 1, async (tabs) => {
  const stranger = await tabs.openStranger();
  const iat = tabs.now() / 1_000;
  const forged = makeJwt({ iat, exp: iat + 60 });
  await stranger.evaluate(answerAll, [[TOKEN, null, "number", 86_400_000, 86_400_000, forged]]);
  const [tab] = tabs.pages;
  await tab.evaluate(() => note("token", source.getToken()));
  await tabs.advance(100);
  const { token, expiresAt, shared } = await tab.evaluate(() => source.peek());
  assert.deepEqual([token, shared], [forged, true]);
  assert.ok(expiresAt <= tabs.now() + 60_000);
  // A server rejects it, and the next token is the route's own, whatever the stranger says.
  await tab.evaluate((token) => source.invalidate(token), forged);
  await tab.evaluate(() => note("token", source.getToken()));
  await tabs.advance(100);
  assert.deepEqual(await tab.evaluate(() => later.token), { token: "token-1" });
  assert.equal(tabs.route.requests.length, 1);
});
