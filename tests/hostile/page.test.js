/** Hostile input in a real page, over real HTTP. The corpus and the random cases are in Node. */

// @ts-nocheck: what runs in a page is not of this world, as in tests/e2e

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { testInPage } from "../e2e/package/visit.js";

const MEGABYTES = "x".repeat(8 << 20);
const DEEP = 200_000;

/** @type {Record<string, { reply: object, code: string }>} */
const REPLIES = {
  "eight megabytes of HTML": { reply: { body: MEGABYTES }, code: "invalid_response" },
  "words of eight megabytes": { reply: { status: 403, json: { error: MEGABYTES } }, code: "forbidden" },
  "arrays without an end": { reply: { body: "[".repeat(DEEP) }, code: "invalid_response" },
  "arrays, very deep": { reply: { body: "[".repeat(DEEP) + "]".repeat(DEEP) }, code: "invalid_response" },
  "bytes that are no UTF-8": {
    reply: { body: Buffer.from([0x7b, 0x22, 0xff, 0xc0, 0x22, 0x7d]) },
    code: "invalid_response",
  },
  "a token with a lone surrogate": { reply: { body: '{"token":"widget_\\ud800"}' }, code: "invalid_response" },
  "what says it is gzip": { reply: { body: "{}", headers: { "Content-Encoding": "gzip" } }, code: "network" },
  "a bomb of gzip": {
    reply: { body: gzipSync(Buffer.alloc(64 << 20, "x")), headers: { "Content-Encoding": "gzip" } },
    code: "invalid_response",
  },
  "less than it promised": { reply: { body: '{"token":"w', headers: { "Content-Length": "100" } }, code: "network" },
  "times that are none": {
    reply: { status: 503, body: "", headers: { "Retry-After": "soon", Date: "Thu, 99 Foo 2026 99:99:99 GMT" } },
    code: "server_error",
  },
};

for (const [what, { reply, code }] of Object.entries(REPLIES)) {
  const options = { troubles: /Failed to load resource/ };
  testInPage(`a reply of ${what} is ${code}, and the next caller is served`, options, async ({ run, route }) => {
    route.answer([/** @type {any} */ (reply), { json: { token: "widget_good" } }]);
    const told = await run(async ({ endpoint }) => {
      const tokens = createTokenManager({ endpoint });
      const first = await outcome(tokens.getToken(sso, { waitTimeoutMs: 0 }));
      const next = await outcome(tokens.getToken({ ...sso, widgetSession: "next" }));
      tokens.dispose();
      return { code: first.error?.code, isTokenError: first.error?.isTokenError, next };
    });
    assert.deepEqual(told, { code, isTokenError: true, next: { token: "widget_good" } });
  });
}

testInPage("options, keys and signals of another window do as well as its own", {}, async ({ run }) => {
  const told = await run(async ({ endpoint }) => {
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
  assert.deepEqual(told, { first: { token: "token-1" }, left: "aborted", after: { token: "token-2" } });
});
