/** An app that creates managers and drops them, for example one for each mount of a component. */

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
 * @param {boolean} isTidy whether each manager is disposed of before the next is created
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
          // Garbage is collected between two tasks, not within one.
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

test("hundreds of managers can be created and disposed of", async () => {
  assert.deepEqual(await makeMany(true), { count: MANY });
});

test("hundreds of managers can be created and dropped without disposal", async () => {
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
        // The decoder of the inlined module imports nothing.
        if (imports) instances.push(this);
      }
    };
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await page.goto(`http://127.0.0.1:${port}/`);
  const session = await page.context().newCDPSession(page);
  await act(page, async () => {
    // A collected object is freed in a task of its own, and may hold what the next round collects.
    for (let round = 0; round < 3; round++) {
      await session.send("HeapProfiler.collectGarbage");
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    }
  });
  await page.close();
}

/** The size of the module's memory in bytes. */
const moduleMemory = () => {
  const [{ exports }] = /** @type {any} */ (globalThis).instances;
  const memory = /** @type {any} */ (Object.values(exports).find((value) => value instanceof WebAssembly.Memory));
  return memory.buffer.byteLength;
};

test("a thousand managers work side by side, in one instance of the module", async () => {
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
  ["dropped without disposal", false],
  ["used, disposed of and dropped", true],
])) {
  test(`ten thousand managers that are ${what} leave no memory in use`, async () => {
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
      // The memory of the first thousands suffices for all later ones.
      assert.equal(after[9].module, after[1].module, JSON.stringify(after));
      const grown = after[9].heap - after[1].heap;
      assert.ok(grown < 8_000 * 40, `${grown} bytes of 8,000 managers are still in use`);
    });
  });
}
