/** A page that is hydrated while its server is still rendering. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { test } from "node:test";
import { launchChromium } from "../browser.js";
import { createGate, createRoute } from "../package/route.js";
import { makeJwt } from "../package/tokens.js";
import { ALL_BUILDS, bundle } from "./bundle.js";
import { bundleForNode } from "./server/rendering.js";

const require = createRequire(import.meta.url);

for (const build of ALL_BUILDS) {
  test(`a streamed page (React ${build.version}, ${build.mode})`, { timeout: 120_000 }, async (t) => {
    const gate = createGate();
    const { url, route, stats, stop } = await startServer(build, gate.opened);
    t.after(stop);
    const browser = await launchChromium();
    t.after(() => browser.close());
    const page = await browser.newPage();
    /** @type {string[]} */
    const said = [];
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("console", (message) => {
      if (!/React DevTools/.test(message.text())) said.push(message.text());
    });

    await page.goto(url, { waitUntil: "commit" });
    await page.waitForFunction(() => document.getElementById("shown")?.textContent === "ready token");
    assert.equal(await page.evaluate(() => document.getElementById("late")), null, "the rest has not been sent yet");
    gate.open();
    await page.waitForFunction(() => document.getElementById("late")?.textContent === "ready token");
    await page.click("#late");
    await page.waitForFunction(() => document.getElementById("late")?.textContent === "ready token 1");

    assert.deepEqual(await page.evaluate("mended"), []);
    assert.deepEqual(said, []);
    assert.deepEqual(await page.evaluate("[later.shown === later.late, typeof later.late]"), [true, "string"]);
    assert.equal(route.requests.length, 1);
    assert.equal(stats().entries, 0);
  });
}

/**
 * @param {import("./bundle.js").ReactBuild} build
 * @param {Promise<void>} opened
 */
async function startServer(build, opened) {
  const client = await bundle(build, "server/client.js");
  const { streamPage, stats } = require(await bundleForNode(build, "server/stream.js"));
  const route = createRoute("/api/widget-token");
  const claims = { org_id: "org_1", permissions: ["widgets:sso:manage"] };
  route.answer(() => {
    const iat = Math.floor(Date.now() / 1000);
    return { json: { token: makeJwt({ ...claims, iat, exp: iat + 600 }) } };
  });
  const server = createServer((request, response) => {
    if (request.url === route.endpoint) route.handle(request, response);
    else if (request.url === "/client.js") {
      response.writeHead(200, { "Content-Type": "text/javascript" }).end(client);
    } else streamPage(response, opened);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    route,
    stats,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
