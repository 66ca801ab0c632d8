/** Hostile input in a real page, over real HTTP. The full list and the random cases run in Node. */

// @ts-nocheck: the code inside a page uses globals that are unknown here, as in tests/e2e

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { testInPage } from "../e2e/package/visit.js";

const MEGABYTES = "x".repeat(8 << 20);
const DEEP = 200_000;

/** @type {Record<string, { reply: object, code: string }>} */
const REPLIES = {
  "eight megabytes of HTML": { reply: { body: MEGABYTES }, code: "invalid_response" },
  "an error text of eight megabytes": { reply: { status: 403, json: { error: MEGABYTES } }, code: "forbidden" },
  "unclosed arrays": { reply: { body: "[".repeat(DEEP) }, code: "invalid_response" },
  "deeply nested arrays": { reply: { body: "[".repeat(DEEP) + "]".repeat(DEEP) }, code: "invalid_response" },
  "invalid UTF-8": {
    reply: { body: Buffer.from([0x7b, 0x22, 0xff, 0xc0, 0x22, 0x7d]) },
    code: "invalid_response",
  },
  "a token with a lone surrogate": { reply: { body: '{"token":"widget_\\ud800"}' }, code: "invalid_response" },
  "uncompressed bytes declared as gzip": {
    reply: { body: "{}", headers: { "Content-Encoding": "gzip" } },
    code: "network",
  },
  "a gzip bomb": {
    reply: { body: gzipSync(Buffer.alloc(64 << 20, "x")), headers: { "Content-Encoding": "gzip" } },
    code: "invalid_response",
  },
  "a body that is shorter than declared": {
    reply: { body: '{"token":"w', headers: { "Content-Length": "100" } },
    code: "network",
  },
  "invalid times": {
    reply: { status: 503, body: "", headers: { "Retry-After": "soon", Date: "Thu, 99 Foo 2026 99:99:99 GMT" } },
    code: "server_error",
  },
};

for (const [what, { reply, code }] of Object.entries(REPLIES)) {
  const options = { troubles: /Failed to load resource/ };
  testInPage(
    `a reply of ${what} rejects with ${code}, and the next caller is served`,
    options,
    async ({ run, route }) => {
      route.answer([/** @type {any} */ (reply), { json: { token: "widget_good" } }]);
      const result = await run(async ({ endpoint }) => {
        const tokens = createTokenManager({ endpoint });
        const first = await outcome(tokens.getToken(sso, { waitTimeoutMs: 0 }));
        const next = await outcome(tokens.getToken({ ...sso, widgetSession: "next" }));
        tokens.dispose();
        return { code: first.error?.code, isTokenError: first.error?.isTokenError, next };
      });
      assert.deepEqual(result, { code, isTokenError: true, next: { token: "widget_good" } });
    },
  );
}

testInPage("accepts options, keys and signals of another window", {}, async ({ run }) => {
  const result = await run(async ({ endpoint }) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const other = frame.contentWindow;
    const make = (text) => other.eval(`(${text})`);
    const tokens = createTokenManager(make(`{ endpoint: "${endpoint}" }`));
    const controller = make("new AbortController()");
    const key = make('{ organizationId: "org_1", widgetScope: ["sso", "dsync"] }');
    const first = await outcome(tokens.getToken(key, make("{ minValidityMs: 1 }")));
    controller.abort();
    const left = await outcome(tokens.getToken(key, { signal: controller.signal }));
    frame.remove();
    const after = await outcome(tokens.getToken(key, { forceRefresh: true }));
    tokens.dispose();
    return { first, left: left.error.code, after };
  });
  assert.deepEqual(result, { first: { token: "token-1" }, left: "aborted", after: { token: "token-2" } });
});
