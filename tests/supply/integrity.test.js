/** A page pins the files that it loads: the right hash admits them, a wrong one blocks them. */

import assert from "node:assert/strict";
import { execFileSync, execSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { after, before, test } from "node:test";
import express from "express";
import { integrityOf } from "../../src/build/integrity.js";
import { root } from "../../src/build/paths.js";
import { blockWith } from "../documents/documents.js";
import { launchChromium } from "../e2e/browser.js";
import { installPackage } from "../e2e/package/tarball.js";

const WRONG = `sha384-${createHash("sha384").update("other bytes").digest("base64")}`;
const DOCUMENT = "docs/content-security-policy.md";
const KEY = '{ organizationId: "org_1", widgetScope: "sso" }';

let folder = "";
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("node:http").Server} */
let server;
let html = "";

before(async () => {
  ({ folder } = await installPackage());
  const app = express();
  app.get("/", (_request, response) => response.type("html").send(html));
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
 * The result of a page's script: a token, or the error.
 *
 * @param {string} head
 * @param {string} work an async function's body that returns a token
 */
async function visit(head, work) {
  html = `<!doctype html><title>Widgets</title><link rel="icon" href="data:,">${head}
    <script type="module">
      const work = async () => { ${work} };
      globalThis.result = await work().then(
        (token) => ({ token }),
        ({ name, code, message, cause }) => ({ name, code, message, cause: String(cause) }),
      );
    </script>`;
  const page = await browser.newPage();
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await page.goto(`http://127.0.0.1:${port}/`);
  const result = await page.waitForFunction(() => /** @type {any} */ (globalThis).result);
  const value = await result.jsonValue();
  await page.close();
  return value;
}

/** @param {string} file */
const pinOf = (file) => integrityOf(join(folder, "dist", file));

const USE = `return createTokenManager({ endpoint: "/api/widget-token" }).getToken(${KEY});`;

/**
 * Each way to pin a file: the page's head and its script, with the hash.
 *
 * @type {Record<string, { file: string, head: (hash: string) => string, work: (hash: string) => string,
 *   refusal: RegExp }>}
 */
const WAYS = {
  "an import map": {
    file: "index.js",
    head: (hash) => blockWith(DOCUMENT, '<script type="importmap">').replace("sha384-…", hash),
    work: () => `const { createTokenManager } = await import("workos-widget-tokens"); ${USE}`,
    refusal: /TypeError.*dynamically imported module/,
  },
  "a script element for the default entry": {
    file: "index.js",
    head: (hash) => `<script type="module" src="/pkg/index.js" integrity="${hash}"></script>`,
    work: () => `const { createTokenManager } = await import("/pkg/index.js"); ${USE}`,
    refusal: /TypeError.*dynamically imported module/,
  },
  "a script element for the streaming entry": {
    file: "streaming.js",
    head: (hash) => `<script type="module" src="/pkg/streaming.js" integrity="${hash}"></script>`,
    work: () => `const { createTokenManager, init } = await import("/pkg/streaming.js"); await init(); ${USE}`,
    refusal: /TypeError.*dynamically imported module/,
  },
  "a Request given to init()": {
    file: "workos-widget-tokens.wasm",
    head: () => "",
    work: (hash) => `
      const { createTokenManager, init } = await import("/pkg/streaming.js");
      await init(new Request("/pkg/workos-widget-tokens.wasm", { integrity: "${hash}" }));
      ${USE}`,
    refusal: /^TokenError network.*could not be loaded/,
  },
  "the promise of a Response given to init()": {
    file: "workos-widget-tokens.wasm",
    head: () => "",
    work: (hash) => `
      const { createTokenManager, init } = await import("/pkg/streaming.js");
      await init(fetch("/pkg/workos-widget-tokens.wasm", { integrity: "${hash}" }));
      ${USE}`,
    refusal: /^TokenError network.*could not be loaded/,
  },
};

for (const [way, { file, head, work, refusal }] of Object.entries(WAYS)) {
  test(`${way}: the right hash admits ${file}`, async () => {
    const pin = pinOf(file);
    assert.deepEqual(await visit(head(pin), work(pin)), { token: "widget_1" });
  });

  test(`${way}: a wrong hash blocks ${file}`, async () => {
    const { name, code, message, token } = await visit(head(WRONG), work(WRONG));
    assert.equal(token, undefined);
    assert.match(`${name} ${code} ${message}`, refusal);
  });
}

test("the documented command prints the hash of the installed file", () => {
  const command = blockWith(DOCUMENT, "openssl dgst").replace("node_modules/workos-widget-tokens", folder);
  assert.equal(`sha384-${execSync(command, { encoding: "utf8" }).trim()}`, pinOf("index.js"));
});

test("init() succeeds with the right hash after a wrong one", async () => {
  const wasm = "/pkg/workos-widget-tokens.wasm";
  const result = await visit(
    "",
    `
      const { createTokenManager, init } = await import("/pkg/streaming.js");
      await init(fetch("${wasm}", { integrity: "${WRONG}" })).catch(() => undefined);
      await init(fetch("${wasm}", { integrity: "${pinOf("workos-widget-tokens.wasm")}" }));
      ${USE}`,
  );
  assert.deepEqual(result, { token: "widget_1" });
});

test("the build prints the hashes of the shipped files", () => {
  const script = 'const { printIntegrity } = await import("./src/build/integrity.js"); printIntegrity();';
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: root,
    encoding: "utf8",
  });
  for (const file of ["index.js", "tabs.js", "streaming.js", "workos-widget-tokens.wasm"]) {
    assert.ok(printed.includes(`dist/${file}\n  ${pinOf(file)}\n`), file);
  }
});
