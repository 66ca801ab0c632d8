/** The inspector in a Vite app: present in development, and without a byte in a production build. */

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { LIMIT } from "../bundler.js";
import { startServer } from "../dev-server.js";
import { serveFolder } from "../folder-server.js";
import { installProject } from "../project.js";
import { startTokenRoute } from "../token-route.js";
import { seeToken, startBrowser } from "../visit.js";

const HOST = "workos-widget-tokens-inspector";
/** Texts that occur in the inspector and nowhere else in the package. */
const PIECES = [HOST, "Widget tokens", "cannot get a new token", "adoptedStyleSheets", "short_lifetime"];

/** @type {Awaited<ReturnType<typeof installProject>>} */
let project;
before(async () => {
  project = await installProject("vite-8-inspector");
});

for (const app of ["plain", "react"]) {
  test(`${app}: a production build contains no byte of the inspector`, LIMIT, async ({ signal }) => {
    const out = path.join(project.folder, "out", app);
    await project.run(["vite", "build", app, "--outDir", out], signal);
    const scripts = await scriptsIn(out);
    const inspector = await readFile(path.join(project.dist, "inspector.js"), "utf8");
    for (const piece of PIECES)
      assert.deepEqual(
        [inspector, scripts].map((text) => text.includes(piece)),
        [true, false],
        piece,
      );
    const server = await serveFolder(out);
    await seeToken(`${server.url}/`).finally(server.stop);
  });

  test(`${app}: the development server serves the inspector`, LIMIT, async ({ signal }) => {
    const command = (/** @type {string} */ port) => ["vite", "--host", "localhost", "--port", port, "--strictPort"];
    const server = await startServer(project, command, signal);
    const route = await startTokenRoute();
    const page = await (await startBrowser()).newPage();
    try {
      await page.goto(`${server.url}/${app}/?endpoint=${encodeURIComponent(route.endpoint)}`);
      await page.locator(HOST).waitFor({ state: "attached" });
      await page.locator("output").filter({ hasText: "token-1" }).waitFor();
      assert.equal(await page.locator(HOST).count(), 1);
    } finally {
      await page.close();
      await route.close();
      await server.stop();
    }
  });
}

/** @param {string} folder */
async function scriptsIn(folder) {
  const files = await readdir(folder, { recursive: true });
  const scripts = files.filter((file) => file.endsWith(".js"));
  return (await Promise.all(scripts.map((file) => readFile(path.join(folder, file), "utf8")))).join("\n");
}
