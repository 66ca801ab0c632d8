/** docs/react.md, "With Vite": its files in a new project, built, and served in development. */

import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { startServer } from "../dev-server.js";
import { env } from "../project.js";
import { startAppServer } from "./app-server.js";
import { makeProject, runIn } from "./project.js";
import { LIMIT_MS, openPage } from "./visit.js";
import { SESSION, startWorkos } from "./workos.js";

const LIMIT = { timeout: 2 * LIMIT_MS };
const [FIRST, SECOND] = SESSION.organizationIds;

/** @type {Awaited<ReturnType<typeof startWorkos>>} */
let workos;
/** @type {Awaited<ReturnType<typeof startAppServer>>} */
let app;
let folder = "";

before(async () => {
  workos = await startWorkos();
  folder = await makeProject("vite", /^src\/|^vite\.config\.js$/);
  app = await startAppServer(workos.url, path.join(folder, "dist"));
});

after(async () => {
  await app?.stop();
  await workos?.stop();
});

test("the production build shows the widget for one organization and then for another", LIMIT, async (t) => {
  await runIn(folder, ["vite", "build"], t.signal);
  const { page, said, asked, requests, seeWidget } = await openPage(t, workos);
  await page.goto(app.url);
  await seeWidget(FIRST);
  const before = requests.length;
  await page.selectOption("select", SECOND);
  await seeWidget(SECOND);
  const foreign = requests.slice(before).filter(({ organizationId }) => organizationId !== SECOND);
  assert.deepEqual(foreign, []);
  assert.deepEqual(asked, [FIRST, SECOND]);
  assert.deepEqual(said, []);
});

test("the production build contains none of the diagnostics", LIMIT, async (t) => {
  await runIn(folder, ["vite", "build"], t.signal);
  const assets = path.join(folder, "dist/assets");
  const scripts = (await readdir(assets)).filter((name) => name.endsWith(".js"));
  for (const name of scripts) {
    const script = await readFile(path.join(assets, name), "utf8");
    assert.doesNotMatch(script, /WorkOS widgets (ask|decode|never)|the token (is not a JWT|lacks|lives)/, name);
  }
});

/**
 * Serves the project as `npm run dev` does.
 *
 * @param {import("node:test").TestContext} t
 */
async function develop(t) {
  env.API_URL = app.url;
  const command = (/** @type {string} */ port) => ["vite", "--host", "localhost", "--port", port, "--strictPort"];
  const server = await startServer(/** @type {any} */ ({ folder }), command, t.signal);
  t.after(server.stop);
  return server.url;
}

test("in development and StrictMode, it fetches once", LIMIT, async (t) => {
  const url = await develop(t);
  const { page, said, asked, seeWidget } = await openPage(t, workos);
  await page.goto(url);
  await seeWidget(FIRST);
  assert.deepEqual(asked, [FIRST]);
  assert.deepEqual(said, []);
});

test("in development, it warns of a token that the widget cannot use", LIMIT, async (t) => {
  const url = await develop(t);
  const { page, said } = await openPage(t, workos);
  await page.route("**/api/widget-token", (route) => route.fulfill({ json: { token: "widget_1", expires_in: 600 } }));
  const warned = page.waitForEvent("console", (message) => message.text().startsWith("workos-widget-tokens: "));
  await page.goto(url);
  assert.match((await warned).text(), /the token is not a JWT/);
  await page.locator('[data-woswidgets-widget-state="error"]').waitFor();
  assert.equal(said.filter((text) => text.startsWith("warning: workos-widget-tokens: ")).length, 1);
});

test("with the app's own query client, and with the diagnostics", LIMIT, async (t) => {
  await writeFile(
    path.join(folder, "with-query-client.html"),
    '<div id="root"></div><script type="module" src="/src/entry.jsx"></script>',
  );
  await writeFile(path.join(folder, "src/entry.jsx"), ENTRY);
  const url = await develop(t);
  const { page, said, asked, requests, seeWidget } = await openPage(t, workos);
  await page.goto(`${url}/with-query-client.html`);
  await seeWidget(FIRST);
  const before = requests.length;
  await page.click("button");
  await seeWidget(SECOND);
  assert.deepEqual(
    requests.slice(before).filter(({ organizationId }) => organizationId !== SECOND),
    [],
  );
  assert.deepEqual(asked, [FIRST, SECOND]);
  assert.deepEqual(said, []);
});

/** Mounts the document's other two files. */
const ENTRY = `
  import { createRoot } from "react-dom/client";
  import "./diagnostics.js";
  import { Connections } from "./Connections.jsx";
  import { tokens } from "./tokens.js";
  import { WithQueryClient } from "./WithQueryClient.jsx";
  const root = createRoot(document.getElementById("root"));
  const show = (organizationId) => root.render(
    <>
      <button type="button" onClick={() => show(${JSON.stringify(SECOND)})}>next</button>
      <WithQueryClient tokens={tokens} organizationId={organizationId} user={${JSON.stringify(SESSION.userId)}}>
        <Connections />
      </WithQueryClient>
    </>
  );
  show(${JSON.stringify(FIRST)});
`;
