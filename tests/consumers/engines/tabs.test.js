/** Three windows of one user that share their tokens, in each engine. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSite } from "../../e2e/package/site.js";
import { inEachEngine } from "./each-engine.js";

/** @type {Awaited<ReturnType<typeof startSite>>} */
let site;
before(async () => {
  site = await startSite();
});
after(() => site.close());

/** What is done in one of them, all do at once. */
const PAGE = `
  import "/page.js";
  import { createTokenManager } from "/pkg/tabs.js";
  const orders = new BroadcastChannel("orders");
  const read = () => note("token", tokens.getToken(sso));
  orders.onmessage = read;
  globalThis.begin = (endpoint) => {
    globalThis.tokens = createTokenManager({ endpoint, user: "user_1", shareAcrossTabs: true });
    globalThis.source = tokens.source(sso);
  };
  globalThis.readEverywhere = () => {
    orders.postMessage("read");
    read();
  };
`;

inEachEngine((session) => {
  test("three windows make one request, and a sign-out in one reaches all", { timeout: 60_000 }, async () => {
    const route = site.addRoute();
    const url = site.url + site.addPage({ script: PAGE });
    /** @type {string[]} */
    const windows = [];
    for (let count = 0; count < 3; count++) {
      windows.push(await session().openWindow(url));
      await session().run(({ endpoint }) => window.begin(endpoint), { endpoint: route.endpoint });
    }
    /** @param {(given: any) => any} code */
    const inEach = async (code) => {
      const results = [];
      for (const handle of windows) {
        await session().switchTo(handle);
        results.push(await session().run(code));
      }
      return results;
    };
    await session().run(() => window.readEverywhere());
    const got = await inEach(() => until(() => later.token).then(() => [later.token.token, tokens.stats().shared]));
    assert.deepEqual(got.map(String).sort(), ["token-1,0", "token-1,1", "token-1,1"]);
    assert.equal(route.requests.length, 1);

    await session().run(() => tokens.clear());
    const held = await inEach(() => until(() => !source.peek()?.token).then(() => source.peek()?.token));
    assert.deepEqual(held, [null, null, null]);
    assert.equal(route.requests.length, 1);
  });
});
