import assert from "node:assert/strict";
import { moveClock } from "./in-page.js";
import { ENTRY, testInTabs } from "./tabs.js";

/** @type {Record<string, () => void>} */
const WITHOUT = {
  "there is no BroadcastChannel": () => {
    delete globalThis.BroadcastChannel;
  },
  "BroadcastChannel throws": () => {
    globalThis.BroadcastChannel = class {
      constructor() {
        throw new DOMException("", "SecurityError");
      }
    };
  },
};

for (const [name, before] of Object.entries(WITHOUT)) {
  testInTabs(`where ${name}, each tab works alone`, 0, async (tabs) => {
    for (let place = 0; place < 2; place++) await tabs.open({}, before);
    await tabs.each(() => {
      source.subscribe(() => {});
      note("token", source.getToken());
    });
    await Promise.all(tabs.pages.map((page) => page.evaluate(() => until(() => later.token))));
    await tabs.advance(558_000);
    const stats = await tabs.each(() => [tokens.stats().fetches, tokens.stats().shared]);
    assert.deepEqual(stats, [
      [2, 0],
      [2, 0],
    ]);
    await tabs.pages[0].evaluate(() => tokens.clear());
    const held = await tabs.each(() => source.peek()?.token !== undefined);
    assert.deepEqual(held, [false, true], "a sign-out reaches no other tab");
  });
}

testInTabs("in a frame of an opaque origin a manager works alone", 1, async (tabs) => {
  const [page] = tabs.pages;
  await page.evaluate(() => note("token", tokens.getToken(sso)));
  await tabs.advance(1_000);
  await page.evaluate(async (entry) => {
    const source = await (await fetch(entry)).text();
    const script = `
      const entry = URL.createObjectURL(new Blob([${JSON.stringify(source)}], { type: "text/javascript" }));
      const { createTokenManager } = await import(entry);
      globalThis.tokens = createTokenManager({
        endpoint: "https://app.example/api/widget-token",
        user: "user_1",
        shareAcrossTabs: true,
        fetch: async () => Response.json({ token: "of-the-frame", expires_in: 600 }),
      });
      globalThis.token = tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
    `;
    const frame = document.createElement("iframe");
    frame.sandbox.add("allow-scripts");
    frame.srcdoc = `<script type="module">${script.replaceAll("</script", "<\\/script")}</script>`;
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
    document.body.append(frame);
    await loaded;
  }, ENTRY);
  const frame = page.frames()[1];
  // The frame's load waits for no import.
  while (!(await frame.evaluate(() => "token" in globalThis)));
  await frame.evaluate(moveClock, 100);
  assert.equal(await frame.evaluate(() => token), "of-the-frame");
  assert.deepEqual(await frame.evaluate(() => [origin, tokens.stats().shared]), ["null", 0]);
});
