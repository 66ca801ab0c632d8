import assert from "node:assert/strict";
import { testInPage } from "../package/visit.js";
import { bundle } from "./bundle.js";

const script = await bundle(`
  import "/page.js";
  import { createSSRApp } from "vue";
  import Connection from "./Connection.vue";
  import { tokens } from "./tokens.js";
  globalThis.tokens = tokens;
  globalThis.hydrate = (target) => createSSRApp(Connection, { organizationId: "org_1" }).mount(target);
`);

testInPage(
  "Vue 3 hydrates a server's HTML without a mismatch, even with a token at hand",
  { script },
  async (visit) => {
    const { page, site, route, run } = visit;
    /** @type {string[]} */
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    await page.route("**/api/widget-token", (its) => its.continue({ url: site.url + route.endpoint }));
    const got = await run(async () => {
      await tokens.getToken(sso);
      const target = document.body.appendChild(document.createElement("div"));
      target.innerHTML = "<p>connecting</p>";
      hydrate(target);
      await until(() => target.textContent.startsWith("connected until"));
      return tokens.stats().fetches;
    });
    assert.equal(got, 1);
    assert.deepEqual(said, []);
  },
);
