/** What the module's memory contains: keys and the endpoint, but no credentials. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

/** @type {WebAssembly.Memory[]} */
const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, [module, imports]) {
    const instance = new target(module, imports);
    memories.push(...Object.values(instance.exports).filter((value) => value instanceof WebAssembly.Memory));
    return instance;
  },
});

const { createTokenManager, init } = await import("../../dist/streaming.js");
await init(readFileSync(new URL("../../dist/workos-widget-tokens.wasm", import.meta.url)));

/** @param {string} text */
const isCopied = (text) => memories.some(({ buffer }) => Buffer.from(buffer).includes(text));

test("no token, header or user is ever copied into the module's memory", async () => {
  let count = 0;
  const fetch = async () => Response.json({ token: `widget_needle_${++count}`, expires_in: 600 });
  const headers = { "X-CSRF": "csrf_needle" };
  const tokens = createTokenManager({ endpoint: "https://app.example/needle", fetch, headers, user: "user_needle" });
  const source = tokens.source({ organizationId: "org_needle", widgetScope: "sso" });
  const end = source.subscribe(() => {});
  assert.equal(await source.getToken(), "widget_needle_1");
  assert.equal(source.peek()?.token, "widget_needle_1");
  source.invalidate("widget_needle_of_another");
  source.invalidate("widget_needle_1");
  assert.equal(await tokens.getToken(source.key), "widget_needle_2");
  assert.equal(memories.length, 1);
  for (const text of ["org_needle", "https://app.example/needle"]) assert.ok(isCopied(text), `${text} is found`);
  for (const text of ["widget_needle", "csrf_needle", "user_needle"]) assert.ok(!isCopied(text), text);
  end();
  tokens.dispose();
});
