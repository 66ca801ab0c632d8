/** An app that makes managers and forgets them: one for each mount of a component, say. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import express from "express";
import { launchChromium } from "../e2e/browser.js";
import { installPackage } from "../e2e/package/tarball.js";

const MANY = 300;

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("node:http").Server} */
let server;

before(async () => {
  const { folder } = await installPackage();
  const app = express();
  app.get("/", (_request, response) => response.type("html").send("<!doctype html><title>Widgets</title>"));
  app.use("/pkg", express.static(join(folder, "dist")));
  app.post("/api/widget-token", (_request, response) => response.json({ token: "widget_1", expires_in: 600 }));
  server = app.listen(0, "127.0.0.1");
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

/**
 * @param {boolean} isTidy whether each manager is disposed of before the next is made
 * @param {boolean} [isHeld] whether all of them are held on to
 */
async function makeMany(isTidy, isHeld = false) {
  const page = await browser.newPage();
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await page.goto(`http://127.0.0.1:${port}/`);
  const made = await page.evaluate(
    async ({ many, isTidy, isHeld }) => {
      const { createTokenManager, TokenError } = await import(/** @type {any} */ ("/pkg/index.js"));
      const held = [];
      let count = 0;
      let tokens;
      try {
        for (; count < many; count++) {
          tokens = createTokenManager({ endpoint: "/api/widget-token" });
          if (isHeld) held.push(tokens);
          if (isTidy) tokens.dispose();
          // What is forgotten may be collected between two tasks, not within one.
          else await new Promise((resolve) => setTimeout(resolve));
        }
      } catch (error) {
        const { name, message } = /** @type {Error} */ (error);
        return { count, name, message, isTokenError: error instanceof TokenError };
      }
      if (!isTidy) await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
      return { count };
    },
    { many: MANY, isTidy, isHeld },
  );
  await page.close();
  return made;
}

test("hundreds of managers may come and go", async () => {
  assert.deepEqual(await makeMany(true), { count: MANY });
});

test("hundreds of managers may be forgotten", async () => {
  assert.deepEqual(await makeMany(false), { count: MANY });
});

test("if there is no room for one more, a TokenError says so", async () => {
  const { count, isTokenError } = await makeMany(false, true);
  assert.ok(count === MANY || isTokenError);
});
