/** `TokenInspector` of `workos-widget-tokens/inspector/react`. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_BUILDS, bundle } from "./bundle.js";
import { testsWith } from "./visit.js";

const ENTRY = "stage-inspector.js";
const testInReact = await testsWith(ENTRY, ALL_BUILDS);

testInReact(
  "mounts one inspector under StrictMode, across renders, and removes it",
  {},
  async ({ run, page, build }) => {
    const expected = build.mode === "production" ? 0 : 1;
    await run(({ endpoint }) => {
      globalThis.tokens = createTokenManager({ endpoint });
      globalThis.app = inspect(tokens);
    });
    await page.getByText("An app").waitFor();
    await page.waitForFunction((expected) => hosts() === expected, expected);
    const isSame = await run(async () => {
      const before = document.querySelector("workos-widget-tokens-inspector");
      app.render();
      await task();
      await task();
      return before === document.querySelector("workos-widget-tokens-inspector");
    });
    assert.ok(isSame, "a render does not mount it again");
    await run(() => app.unmount());
    await page.waitForFunction(() => hosts() === 0);
    // It has released the manager, which continues.
    assert.match(await run(() => tokens.getToken(sso)), /^eyJ/);
  },
);

for (const build of ALL_BUILDS) {
  const isThere = build.mode === "development";
  test(`it is ${isThere ? "" : "not "}in a bundle for ${build.mode} (React ${build.version})`, async () => {
    const script = await bundle(build, ENTRY);
    for (const piece of ["Widget tokens", "cannot get a new token", "adoptedStyleSheets", "short_lifetime"]) {
      assert.equal(script.includes(piece), isThere, piece);
    }
  });
}
