/** Every code block of the documents has a test that runs it. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root } from "../../src/build/paths.js";
import { blocksOf, documents } from "./documents.js";

/**
 * For each document: a text in the block, and the test. A test covers all blocks that contain its text.
 *
 * @type {Record<string, [text: string, test: string][]>}
 */
const TESTS = {
  "README.md": [
    ["npm start", "tests/server/start.test.js"],
    ["npm install workos-widget-tokens", "tests/e2e/package/contents.test.js"],
    ["tokens.source(", "tests/e2e/readme.test.js"],
    ["function Connections(", "tests/e2e/readme.test.js"],
    ['<script type="module">', "tests/e2e/readme.test.js"],
    ["createTokenRoute(", "tests/check/documented.test.js"],
    ["npx workos-widget-tokens check", "tests/check/documented.test.js"],
  ],
  "docs/route.md": [
    ["// server.js", "tests/e2e/readme.test.js"],
    ["npx workos-widget-tokens check", "tests/check/documented.test.js"],
  ],
  "docs/content-security-policy.md": [
    ["script-src", "tests/e2e/package/content-security-policy.test.js"],
    ["openssl", "tests/supply/integrity.test.js"],
    ['<script type="importmap">', "tests/supply/integrity.test.js"],
  ],
  "docs/migrating.md": [
    ["// get-token.js", "tests/e2e/migrating.test.js"],
    ["// use-token.js", "tests/e2e/migrating.test.js"],
  ],
  "docs/inspector.md": [
    ["mountInspector(", "tests/e2e/inspector/shows.test.js"],
    ["TokenInspector", "tests/e2e/react/inspector.test.js"],
  ],
  "docs/react.md": [
    ["npm install", "tests/consumers/recipes/vite.test.js"],
    ["// src/", "tests/consumers/recipes/vite.test.js"],
    ["// vite.config.js", "tests/consumers/recipes/vite.test.js"],
    ["// app/", "tests/consumers/recipes/next.test.js"],
    ["// connection.jsx", "tests/consumers/servers/react-router-8.test.js"],
    ["useAuthToken(widgetToken)", "tests/e2e/react/auth-token.test.js"],
  ],
  "docs/frameworks.md": [
    ["// tokens.js", "tests/e2e/frameworks/frameworks.test.js"],
    ["Connection.svelte", "tests/e2e/frameworks/frameworks.test.js"],
    ["use-widget-token.js", "tests/e2e/frameworks/frameworks.test.js"],
    ["Connection.jsx", "tests/e2e/frameworks/frameworks.test.js"],
    ["// pages/index.astro", "tests/consumers/servers/astro.test.js"],
    ["// connection.ts", "tests/consumers/servers/angular.test.js"],
    ["connection.html", "tests/e2e/frameworks/plain-html.test.js"],
    ["// mount-widget.js", "tests/e2e/frameworks/published-widgets.test.js"],
  ],
  "docs/servers.md": [["// worker.js", "tests/consumers/imports/workerd.test.js"]],
  "docs/tabs.md": [["shareAcrossTabs: true", "tests/e2e/package/entries.test.js"]],
  "docs/requests.md": [
    ["authorizedFetch(", "tests/e2e/fetch/requests.test.js"],
    ["await fetchWithToken(", "tests/e2e/fetch/requests.test.js"],
    ["-client.js", "tests/e2e/fetch/clients.test.js"],
  ],
};

for (const document of documents()) {
  // Without a language it is a drawing, or a line of configuration.
  const blocks = blocksOf(document).filter(({ language }) => language !== "");
  if (blocks.length === 0 && !TESTS[document]) continue;

  test(`each code block of ${document} is run by a test`, () => {
    const entries = TESTS[document] ?? [];
    const unlisted = blocks.filter(({ code }) => !entries.some(([text]) => code.includes(text)));
    assert.deepEqual(unlisted, []);
    const all = blocksOf(document);
    const unused = entries.filter(([text]) => !all.some(({ code }) => code.includes(text)));
    assert.deepEqual(unused, []);
    for (const [, file] of entries) assert.ok(existsSync(path.join(root, file)), file);
  });
}
