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
 */
async function makeMany(isTidy) {
  const page = await browser.newPage();
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await page.goto(`http://127.0.0.1:${port}/`);
  const made = await page.evaluate(
    async ({ many, isTidy }) => {
      const { createTokenManager, TokenError } = await import(/** @type {any} */ ("/pkg/index.js"));
      let count = 0;
      let tokens;
      try {
        for (; count < many; count++) {
          tokens = createTokenManager({ endpoint: "/api/widget-token" });
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
    { many: MANY, isTidy },
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

/** @param {(page: import("playwright-core").Page, collect: () => Promise<void>) => Promise<void>} act */
async function onCountedPage(act) {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const { Instance } = WebAssembly;
    /** @type {WebAssembly.Instance[]} */
    const instances = [];
    Object.assign(globalThis, { instances });
    WebAssembly.Instance = class extends Instance {
      /**
       * @param {WebAssembly.Module} module
       * @param {WebAssembly.Imports} [imports]
       */
      constructor(module, imports) {
        super(module, imports);
        // What decodes the inlined module imports nothing.
        if (imports) instances.push(this);
      }
    };
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await page.goto(`http://127.0.0.1:${port}/`);
  const session = await page.context().newCDPSession(page);
  await act(page, async () => {
    // What is collected is freed in a task of its own, and may hold what the next round collects.
    for (let round = 0; round < 3; round++) {
      await session.send("HeapProfiler.collectGarbage");
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    }
  });
  await page.close();
}

/** Bytes of the module's memory. */
const moduleMemory = () => {
  const [{ exports }] = /** @type {any} */ (globalThis).instances;
  const memory = /** @type {any} */ (Object.values(exports).find((value) => value instanceof WebAssembly.Memory));
  return memory.buffer.byteLength;
};

test("a thousand managers live side by side, in one instance of the module", async () => {
  await onCountedPage(async (page) => {
    const got = await page.evaluate(async () => {
      const { createTokenManager } = await import(/** @type {any} */ ("/pkg/index.js"));
      const managers = Array.from({ length: 1_000 }, () => createTokenManager({ endpoint: "/api/widget-token" }));
      const key = { organizationId: "org_1", widgetScope: "sso" };
      const tokens = await Promise.all(managers.map((tokens) => tokens.getToken(key)));
      const peeked = managers.map((tokens) => tokens.source(key).peek()?.token);
      for (const tokens of managers) tokens.dispose();
      const instances = /** @type {any} */ (globalThis).instances.length;
      return { tokens: new Set(tokens).size, peeked: new Set(peeked).size, count: tokens.length, instances };
    });
    assert.deepEqual(got, { tokens: 1, peeked: 1, count: 1_000, instances: 1 });
  });
});

for (const [what, isTidy] of /** @type {const} */ ([
  ["made and forgotten", false],
  ["used, disposed of and forgotten", true],
])) {
  test(`of ten thousand managers that are ${what}, nothing stays`, async () => {
    await onCountedPage(async (page, collect) => {
      /** @type {{ module: number, heap: number }[]} */
      const after = [];
      for (let round = 0; round < 10; round++) {
        await page.evaluate(async (isTidy) => {
          const { createTokenManager } = await import(/** @type {any} */ ("/pkg/index.js"));
          const fetch = async () => new Response(JSON.stringify({ token: `widget_${"x".repeat(500)}` }));
          for (let count = 0; count < 1_000; count++) {
            const tokens = createTokenManager({ endpoint: "/api/widget-token", fetch });
            if (!isTidy) continue;
            await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
            tokens.dispose();
          }
        }, isTidy);
        await collect();
        const heap = await page.evaluate(() => /** @type {any} */ (performance).memory.usedJSHeapSize);
        after.push({ module: await page.evaluate(moduleMemory), heap });
      }
      // What the first thousands took is enough for all that come after them.
      assert.equal(after[9].module, after[1].module, JSON.stringify(after));
      const grown = after[9].heap - after[1].heap;
      assert.ok(grown < 8_000 * 40, `${grown} bytes of 8,000 managers are still there`);
    });
  });
}
