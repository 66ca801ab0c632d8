import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_BUILDS } from "./bundle.js";
import { renderInNode } from "./server/rendering.js";

for (const build of ALL_BUILDS) {
  test(`a server renders, and nothing else (React ${build.version}, ${build.mode})`, { timeout: 120_000 }, async () => {
    const { html, streamed, broken, ...rest } = await renderInNode(build);
    const buttons = (/** @type {string} */ page) => page.match(/<button[^>]*>[^<]*<\/button>/g) ?? [];
    assert.deepEqual(buttons(html), [
      '<button id="shown" type="button" title="undefined">loading</button>',
      '<button id="late" type="button" title="undefined">loading</button>',
    ]);
    assert.equal(buttons(streamed).length, 101);
    assert.match(broken, />loading</, "a key is validated where it is used");
    assert.deepEqual(rest, { entries: 0, fetches: 0, user: "none", requests: 0, said: [], timers: 0 });
  });
}
