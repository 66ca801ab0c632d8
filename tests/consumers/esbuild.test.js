/** An app bundled by esbuild from the packed tarball, with no configuration. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import express from "express";
import { encode } from "../../src/build/text-encoding.js";
import { launchChromium } from "../e2e/browser.js";
import { installPackage } from "../e2e/package/tarball.js";

const APP = `
  import { createTokenManager } from "workos-widget-tokens";
  const tokens = createTokenManager({ endpoint: "/api/widget-token" });
  globalThis.answer = await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
`;

/** How every module begins, as the entry has it written. */
const MODULE_HEAD = encode(Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00));

let bundle = "";
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("node:http").Server} */
let server;

before(async () => {
  const { project } = await installPackage();
  const { outputFiles } = await build({
    stdin: { contents: APP, resolveDir: project },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  bundle = outputFiles[0].text;
  const app = express();
  app.get("/", (_request, response) => response.type("html").send('<script type="module" src="/app.js"></script>'));
  app.get("/app.js", (_request, response) => response.type("js").send(bundle));
  app.post("/api/widget-token", (_request, response) => response.json({ token: "widget_1", expires_in: 600 }));
  server = app.listen(0, "127.0.0.1");
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  server?.close();
});

test("the bundle gets a token in a page", async () => {
  const page = await browser.newPage();
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await page.goto(`http://127.0.0.1:${port}/`);
  const answer = await page.waitForFunction(() => /** @type {any} */ (globalThis).answer);
  assert.equal(await answer.jsonValue(), "widget_1");
  await page.close();
});

test("the bundle holds the module once, and nothing of the command or the other entry", () => {
  assert.equal(bundle.split(MODULE_HEAD).length, 1 + 1);
  assert.doesNotMatch(bundle, /workos-widget-tokens\.wasm|Usage:|compileStreaming/);
});
