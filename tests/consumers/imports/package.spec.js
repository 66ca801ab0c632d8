// Run by Vitest and Jest in each of their environments: imports ENTRIES, and calls ENDPOINT.

import { watch } from "./watch.js";

const { ENTRIES, ENDPOINT } = process.env;

for (const entry of ENTRIES.split(" ")) {
  test(`importing ${entry} has no side effect and throws nothing`, async () => {
    let names = [];
    const seen = await watch(async () => {
      names = Object.keys(await import(entry));
    });
    expect(seen).toEqual([]);
    expect(names).not.toEqual([]);
  });
}

/** Jest's jsdom has no fetch: apps tested in it provide one. */
const bringFetch = () => async () => ({
  ok: true,
  status: 200,
  headers: new Headers(),
  text: async () => JSON.stringify({ token: "token-1", expires_in: 600, name: "Zoë ✓" }),
});

test("a manager fetches nothing by itself, and returns a token on request", async () => {
  const { createTokenManager } = await import("workos-widget-tokens");
  const { fetch = bringFetch() } = globalThis;
  let tokens;
  const seen = await watch(() => {
    tokens = createTokenManager({ endpoint: ENDPOINT, fetch });
    tokens.source({ organizationId: "org_1", widgetScope: "sso" });
  });
  expect(seen.filter((action) => /fetch|set|XML|console/i.test(action))).toEqual([]);
  expect(tokens.stats().fetches).toBe(0);
  expect(await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" })).toBe("token-1");
  tokens.dispose();
});

test("where a page is emulated, a manager that would share its tokens works alone", async () => {
  const { createTokenManager } = await import("workos-widget-tokens/tabs");
  const options = { endpoint: ENDPOINT, fetch: bringFetch(), user: "user_1", shareAcrossTabs: true };
  const tokens = createTokenManager(options);
  expect(await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" })).toBe("token-1");
  tokens.dispose();
});

test("an error message may contain any characters", async () => {
  const { createTokenManager } = await import("workos-widget-tokens");
  const text = async () => JSON.stringify({ error: "Zoë ✓ 𝄞" });
  const fetch = async () => ({ ok: false, status: 403, headers: new Headers(), text });
  const tokens = createTokenManager({ endpoint: ENDPOINT, fetch, strict: false });
  const error = await tokens.getToken({ organizationId: "Zoë ✓ 𝄞", widgetScope: "sso" }).catch((error) => error);
  tokens.dispose();
  expect(error.code).toBe("forbidden");
  expect(error.description).toBe("Zoë ✓ 𝄞");
});

test("the watcher detects side effects", async () => {
  const actions = await watch(() => {
    setTimeout(() => {}, 0);
    new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    globalThis.left = true;
  });
  delete globalThis.left;
  expect(actions).toEqual(["setTimeout", "WebAssembly.Module", "left"]);
});
