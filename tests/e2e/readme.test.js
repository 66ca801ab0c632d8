/** The code of README.md and of docs/route.md, run unchanged. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import express from "express";
import { startDemo } from "../../www/server/start.js";
import { apiKeys, organizations } from "../../www/server/workos/directory.js";
import { people } from "../../www/server/workos/people.js";
import { blockWith } from "../documents/documents.js";
import { loadShownRoute } from "../documents/shown-route.js";
import { launchChromium } from "./browser.js";
import { installPackage, repository } from "./package/tarball.js";
import { bundle } from "./react/bundle.js";

const ORGANIZATION = organizations.acme.id;
const BUNDLE = blockWith("README.md", "tokens.source(");
const COMPONENT = blockWith("README.md", "function Connections(");
const PLAIN = blockWith("README.md", "streaming.js");

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("node:http").Server} */
let site;
let url = "";

before(async () => {
  demo = await startDemo({ port: 0 });
  browser = await launchChromium();
  const { folder } = await installPackage();
  const pages = express();
  pages.get("/plain.html", (_request, response) => {
    const read = `globalThis.answer = await tokens.getToken({ organizationId: "${ORGANIZATION}", widgetScope: "sso" });`;
    response.type("html").send(`<!doctype html>${PLAIN.replace("</script>", `${read}</script>`)}`);
  });
  await addBundle(pages, "bundle", `${BUNDLE}\nglobalThis.answer = await sso.getToken();`);
  await addBundle(pages, "react", `${BUNDLE}\n${COMPONENT}\n${MOUNT}`);
  pages.use("/node_modules/workos-widget-tokens", express.static(folder));
  const user = { workosId: people.ada.id, organizationIds: [ORGANIZATION] };
  pages.use(await loadShownRoute({ workosUrl: demo.workosUrl, secret: apiKeys.test.secret, user }));
  site = createServer(pages);
  await new Promise((resolve) => site.listen(0, "127.0.0.1", () => resolve(undefined)));
  url = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (site.address()).port}`;
});

after(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
  await demo?.stop();
});

/**
 * @param {import("express").Express} pages
 * @param {string} name
 * @param {string} contents the script
 */
async function addBundle(pages, name, contents) {
  const stdin = { contents, loader: /** @type {const} */ ("jsx"), resolveDir: repository };
  const options = { entryPoints: undefined, external: [], stdin, jsx: /** @type {const} */ ("automatic") };
  const script = await bundle({ version: 19, mode: "production" }, "", options);
  pages.get(`/${name}.js`, (_request, response) => response.type("js").send(script));
  const body = `<!doctype html><div id="root"></div><script type="module" src="/${name}.js"></script>`;
  pages.get(`/${name}.html`, (_request, response) => response.type("html").send(body));
}

/** Mounts the component inside the documented providers. */
const MOUNT = `
  import { createRoot } from "react-dom/client";
  import { WorkOsWidgets } from "@workos-inc/widgets";
  createRoot(document.getElementById("root")).render(
    <WorkOsWidgets><Connections organizationId="${ORGANIZATION}" /></WorkOsWidgets>
  );`;

/**
 * @param {string} name
 * @param {(tab: import("playwright-core").Page) => Promise<void>} look
 */
async function visit(name, look) {
  const tab = await browser.newPage();
  /** @type {string[]} */
  const troubles = [];
  tab.on("pageerror", (error) => troubles.push(error.message));
  await tab.route("https://api.workos.com/**", async (route) => {
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: `${demo.workosUrl}${pathname}${search}` }) });
  });
  await tab.goto(`${url}/${name}`);
  await look(tab);
  assert.deepEqual(troubles, []);
  await tab.close();
}

for (const page of ["plain.html", "bundle.html"]) {
  test(`${page}: the code gets a token from the documented route`, async () => {
    await visit(page, async (tab) => {
      const answer = await tab.waitForFunction(() => /** @type {any} */ (globalThis).answer);
      assert.match(await answer.jsonValue(), /^eyJ/);
    });
  });
}

test("react.html: the component shows the published widget, with a token from the documented route", async () => {
  await visit("react.html", async (tab) => {
    await tab.locator('[data-woswidgets-widget-state="resolved"]').waitFor();
  });
});

test("the documented route refuses invalid requests", async () => {
  /** @param {object} body */
  const ask = async (body) => {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`${url}/api/widget-token`, { method: "POST", headers, body: JSON.stringify(body) });
    return response.status;
  };
  const organizationId = ORGANIZATION;
  assert.equal(await ask({ organizationId, widgetScope: "sso" }), 200);
  assert.equal(await ask({ organizationId, widgetScope: "nonsense" }), 400);
  assert.equal(await ask({ organizationId: organizations.kernel.id, widgetScope: "sso" }), 403);
  demo.faults.add({ kind: "status", status: 429, retryAfter: 7, count: 1 });
  assert.equal(await ask({ organizationId, widgetScope: "sso" }), 429);
});
