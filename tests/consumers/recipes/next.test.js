/** docs/react.md, "With Next.js": its files in a new project, built, and served in development. */

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { startServer } from "../dev-server.js";
import { env } from "../project.js";
import { makeProject, runIn } from "./project.js";
import { LIMIT_MS, openPage } from "./visit.js";
import { FOREIGN, SECRET, SESSION, startWorkos } from "./workos.js";

const LIMIT = { timeout: 3 * LIMIT_MS };
const [FIRST, SECOND] = SESSION.organizationIds;

/** @type {Awaited<ReturnType<typeof startWorkos>>} */
let workos;
let folder = "";

before(async () => {
  workos = await startWorkos();
  folder = await makeProject("next", /^app\//);
});

after(() => workos?.stop());

/**
 * @param {import("node:test").TestContext} t
 * @param {string[]} command
 */
async function serve(t, command) {
  Object.assign(env, {
    WORKOS_API_KEY: SECRET,
    STAND_IN_URL: workos.url,
    NODE_OPTIONS: `--import ${new URL("redirect.js", import.meta.url)}`,
  });
  const server = await startServer(/** @type {any} */ ({ folder }), (port) => [...command, "--port", port], t.signal);
  t.after(server.stop);
  return server.url;
}

/**
 * @param {import("playwright-core").BrowserContext} context
 * @param {string} url
 */
const signIn = (context, url) =>
  context.addCookies([{ name: "session", value: encodeURIComponent(JSON.stringify(SESSION)), url }]);

test("the production build shows the widget for one organization and then for another", LIMIT, async (t) => {
  // As in CI: no WorkOS variables are set there.
  await runIn(folder, ["next", "build"], t.signal);
  const url = await serve(t, ["next", "start"]);
  const { context, page, said, asked, requests, seeWidget } = await openPage(t, workos);

  await page.goto(url);
  assert.equal(await page.textContent("p"), "Sign in first.");

  await signIn(context, url);
  const response = await page.goto(url);
  const html = String(await response?.text());
  assert.ok(html.includes(FIRST) && !html.includes("eyJ"), "the server rendered the page without a token");
  await seeWidget(FIRST);
  const before = requests.length;
  await page.click(`text=${SECOND}`);
  await page.waitForURL(`**/?organization=${SECOND}`);
  await seeWidget(SECOND);
  assert.deepEqual(
    requests.slice(before).filter(({ organizationId }) => organizationId !== SECOND),
    [],
  );
  assert.deepEqual(asked, [FIRST, SECOND]);
  assert.deepEqual(said, []);
});

test("the documented route refuses invalid requests", LIMIT, async (t) => {
  const url = await serve(t, ["next", "start"]);
  const cookie = `session=${encodeURIComponent(JSON.stringify(SESSION))}`;
  /** @param {object} body */
  const ask = async (body, headers = { Cookie: cookie }) => {
    const response = await fetch(`${url}/api/widget-token`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, cache: response.headers.get("cache-control"), ...(await response.json()) };
  };
  const good = await ask({ organizationId: FIRST, widgetScope: "sso" });
  assert.match(good.token, /^eyJ/);
  assert.deepEqual([good.status, good.cache], [200, "no-store"]);
  assert.equal((await ask({ organizationId: FIRST, widgetScope: "nonsense" })).status, 400);
  assert.equal((await ask({ organizationId: FOREIGN, widgetScope: "sso" })).status, 403);
  assert.equal((await ask({ organizationId: FIRST, widgetScope: "sso" }, { Cookie: "" })).status, 401);
});

test("the production build contains none of the diagnostics", LIMIT, async () => {
  const statics = path.join(folder, ".next/static");
  const scripts = (await readdir(statics, { recursive: true })).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.length > 0);
  for (const name of scripts) {
    const script = await readFile(path.join(statics, name), "utf8");
    assert.doesNotMatch(script, /WorkOS widgets (ask|decode|never)|the token (is not a JWT|lacks|lives)/, name);
  }
});

test("in development and StrictMode, it fetches once and hydrates without a warning", LIMIT, async (t) => {
  const url = await serve(t, ["next", "dev"]);
  const { context, page, said, asked, seeWidget } = await openPage(t, workos);
  await signIn(context, url);
  await page.goto(url);
  await seeWidget(FIRST);
  assert.deepEqual(asked, [FIRST]);
  assert.deepEqual(said, []);
});
