/** The page without a build step, from docs/frameworks.md. */

import assert from "node:assert/strict";
import { testInPage } from "../package/visit.js";
import { files } from "./document.js";

testInPage("the plain page shows the state of a source", { troubles: /403/ }, async ({ page, site, route }) => {
  await page.route("**/connection.html", (its) =>
    its.fulfill({
      contentType: "text/html",
      body: `<!doctype html><link rel="icon" href="data:,">${files.get("connection.html")}`,
    }),
  );
  await page.route("**/node_modules/workos-widget-tokens/dist/**", (its) =>
    its.continue({ url: its.request().url().replace("/node_modules/workos-widget-tokens/dist/", "/pkg/") }),
  );
  await page.route("**/api/widget-token", (its) => its.continue({ url: site.url + route.endpoint }));
  await page.goto(`${site.url}/connection.html`);
  await page.waitForFunction(() =>
    document.getElementById("connection")?.textContent?.startsWith("connected until 20"),
  );
  assert.equal(route.requests.length, 1);
  assert.equal(route.requests[0].json.widgetScope, "sso");
  route.answer({ status: 403, json: { message: "not a member" } });
  await page.reload();
  await page.waitForFunction(() => document.getElementById("connection")?.textContent?.includes("not a member"));
});
