// What Vitest and Jest run, in each of their environments: ENTRIES are imported, ENDPOINT is asked.

import { watch } from "./watch.js";

const { ENTRIES, ENDPOINT } = process.env;

for (const entry of ENTRIES.split(" ")) {
  test(`importing ${entry} does nothing and throws nothing`, async () => {
    let names = [];
    const seen = await watch(async () => {
      names = Object.keys(await import(entry));
    });
    expect(seen).toEqual([]);
    expect(names).not.toEqual([]);
  });
}

/** Jest's jsdom has no fetch: apps that are tested in it bring their own. */
const bringFetch = () => async () => ({
  ok: true,
  status: 200,
  headers: new Headers(),
  text: async () => JSON.stringify({ token: "token-1", expires_in: 600, name: "Zoë ✓" }),
});

test("a manager fetches nothing by itself, and gives a token to who asks", async () => {
  const { createTokenManager } = await import("workos-widget-tokens");
  const { fetch = bringFetch() } = globalThis;
  let tokens;
  const seen = await watch(() => {
    tokens = createTokenManager({ endpoint: ENDPOINT, fetch });
    tokens.source({ organizationId: "org_1", widgetScope: "sso" });
  });
  expect(seen.filter((deed) => /fetch|set|XML|console/i.test(deed))).toEqual([]);
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

test("an error is told in any letters", async () => {
  const { createTokenManager } = await import("workos-widget-tokens");
  const text = async () => JSON.stringify({ error: "Zoë ✓ 𝄞" });
  const fetch = async () => ({ ok: false, status: 403, headers: new Headers(), text });
  const tokens = createTokenManager({ endpoint: ENDPOINT, fetch, strict: false });
  const error = await tokens.getToken({ organizationId: "Zoë ✓ 𝄞", widgetScope: "sso" }).catch((error) => error);
  tokens.dispose();
  expect(error.code).toBe("forbidden");
  expect(error.description).toBe("Zoë ✓ 𝄞");
});

test("the watch sees what it is there to see", async () => {
  const deeds = await watch(() => {
    setTimeout(() => {}, 0);
    new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    globalThis.left = true;
  });
  delete globalThis.left;
  expect(deeds).toEqual(["setTimeout", "WebAssembly.Module", "left"]);
});
