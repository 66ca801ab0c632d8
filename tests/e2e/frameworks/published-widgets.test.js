/** The published widgets, mounted by the code in docs/frameworks.md. */

import assert from "node:assert/strict";
import { httpDate, makeJwt, readJwt } from "../package/tokens.js";
import { testInPage } from "../package/visit.js";
import { bundle } from "./bundle.js";
import { lineLike } from "./document.js";

/** Svelte's line, inside a component. */
const ATTACHED = `
  <script>
    import { AdminPortalSsoConnection } from "@workos-inc/widgets";
    import { mountWidget } from "./mount-widget.js";
    import { tokens } from "./tokens.js";
    let organizationId = $state();
    const sso = $derived(organizationId && tokens.source({ organizationId, widgetScope: "sso" }));
    export function change(next) { organizationId = next; }
  </script>
  {#if sso}${lineLike(/`(<div \{@attach .*<\/div>)`/)}{/if}`;

const scripts = {
  "in plain JavaScript": await bundle(`
    import "/page.js";
    import { AdminPortalSsoConnection } from "@workos-inc/widgets";
    import { mountWidget } from "./mount-widget.js";
    import { tokens } from "./tokens.js";
    let end = () => {};
    const target = document.body.appendChild(document.createElement("div"));
    globalThis.change = (organizationId) => {
      end();
      const source = tokens.source({ organizationId, widgetScope: "sso" });
      end = mountWidget(target, AdminPortalSsoConnection, source);
    };
    globalThis.end = () => end();
  `),
  "in Svelte": await bundle(
    `
    import "/page.js";
    import { flushSync, mount, unmount } from "svelte";
    import Attached from "./Attached.svelte";
    const app = mount(Attached, { target: document.body });
    globalThis.change = (organizationId) => { app.change(organizationId); flushSync(); };
    globalThis.end = () => unmount(app);
  `,
    { extra: { "Attached.svelte": ATTACHED } },
  ),
};

const CORS = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" };

for (const [where, script] of Object.entries(scripts)) {
  testInPage(`a published widget, ${where}`, { script, clock: true, troubles: /401/ }, async (visit) => {
    const { page, site, route, run, advance, now } = visit;
    /** @type {string[]} */
    const seen = [];
    await page.route("**/api/widget-token", (its) => its.continue({ url: site.url + route.endpoint }));
    await page.route("https://api.workos.com/**", (its) => {
      const { authorization } = its.request().headers();
      if (authorization) seen.push(readJwt(authorization).org_id);
      return its.fulfill({ status: authorization ? 200 : 401, headers: CORS, json: [] });
    });
    route.answer(({ json }) => {
      const iat = Math.floor(now() / 1000);
      const claims = { org_id: json.organizationId, permissions: ["widgets:sso:manage"], iat, exp: iat + 600 };
      return { headers: { Date: httpDate(now()) }, json: { token: makeJwt(claims) } };
    });
    await run(() => {
      // The pages' request counter reads each reply as text.
      Response.prototype.json = async function () {
        return JSON.parse(await this.text());
      };
    });
    const state = () =>
      run(() =>
        [...document.querySelectorAll("[data-woswidgets-widget-state]")]
          .map((widget) => widget.getAttribute("data-woswidgets-widget-state"))
          .join(),
      );

    for (const organizationId of ["org_1", "org_2"]) {
      await run((id) => change(id.organizationId), { organizationId });
      await advance(5_000, 100);
      assert.equal(await state(), "resolved");
      assert.deepEqual([...new Set(seen)].at(-1), organizationId);
    }
    await advance(600_000);
    assert.equal(await state(), "resolved");
    await run(() => end());
    await advance(600_000);
    assert.equal(await state(), "");
    const count = route.requests.length;
    await advance(1_800_000, 9_000);
    assert.equal(route.requests.length, count, "an unused key is not renewed");
  });
}
