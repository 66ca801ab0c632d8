/** The route of README.md, unchanged, in Express, in Next.js and in a Worker. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../../../src/build/paths.js";
import { blockWith } from "../../documents/documents.js";
import { installPackage } from "../../e2e/package/tarball.js";
import { startServer } from "../dev-server.js";
import { env } from "../project.js";
import { makeProject, runIn } from "./project.js";
import { LIMIT_MS } from "./visit.js";
import { FOREIGN, SECRET, SESSION, startWorkos } from "./workos.js";

const LIMIT = { timeout: 3 * LIMIT_MS };
const ROUTE = blockWith("README.md", "createTokenRoute");
const COOKIE = "session=ada";
const SIGNED_IN = `
  const signedInUser = async ({ headers }) =>
    headers.get("Cookie") === ${JSON.stringify(COOKIE)} ? ${JSON.stringify(SESSION)} : null;
`;

/** @type {Awaited<ReturnType<typeof startWorkos>>} */
let workos;
/** @type {NodeJS.ProcessEnv} */
let serverEnv;

before(async () => {
  workos = await startWorkos();
  const redirect = `--import ${new URL("redirect.js", import.meta.url)}`;
  serverEnv = { WORKOS_API_KEY: SECRET, STAND_IN_URL: workos.url, NODE_OPTIONS: redirect };
});
after(() => workos?.stop());

/** @param {(body: object, headers: Record<string, string>) => Promise<{ status: number, json(): Promise<any> }>} send */
async function assertRoute(send) {
  const ask = async (
    /** @type {object} */ body,
    /** @type {Record<string, string>} */ headers = { Cookie: COOKIE },
  ) => {
    const response = await send(body, { "Content-Type": "application/json", ...headers });
    return { status: response.status, ...(await response.json()) };
  };
  const [organizationId] = SESSION.organizationIds;
  const wanted = { organizationId, widgetScope: "sso" };
  const good = await ask(wanted);
  assert.equal(good.status, 200, JSON.stringify(good));
  assert.match(good.token, /^eyJ/);
  assert.ok(Date.parse(good.expires_at) > Date.now());
  assert.equal((await ask({ ...wanted, widgetScope: "pipes" })).status, 400);
  assert.equal((await ask({ ...wanted, organizationId: FOREIGN })).status, 403);
  assert.equal((await ask(wanted, {})).status, 401);
  assert.equal((await ask(wanted, { Cookie: COOKIE, Origin: "https://evil.example" })).status, 403);
}

/** @param {string} url */
const over = (url) => (/** @type {object} */ body, /** @type {Record<string, string>} */ headers) =>
  fetch(url, { method: "POST", headers, body: JSON.stringify(body) });

test("Express", LIMIT, async (t) => {
  const { project } = await installPackage();
  const file = path.join(project, "express.mjs");
  const express = pathToFileURL(createRequire(import.meta.url).resolve("express")).href;
  await writeFile(
    file,
    `import express from "${express}";
     import { toNodeHandler } from "workos-widget-tokens/route";
     ${SIGNED_IN}
     ${ROUTE}
     const app = express();
     app.post("/api/widget-token", toNodeHandler(POST));
     const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));`,
  );
  const stdio = /** @type {const} */ (["ignore", "pipe", "inherit"]);
  const child = spawn(process.execPath, [file], { env: { ...process.env, ...serverEnv }, stdio });
  t.after(() => child.kill());
  const [port] = await once(child.stdout, "data");
  await assertRoute(over(`http://127.0.0.1:${Number(port)}/api/widget-token`));
});

test("Next.js", LIMIT, async (t) => {
  const folder = await makeProject("next", /^app\/layout/);
  await mkdir(path.join(folder, "app/api/widget-token"), { recursive: true });
  await writeFile(path.join(folder, "app/api/widget-token/route.js"), `${SIGNED_IN}\n${ROUTE}`);
  // As in CI: no WorkOS variables are set there.
  await runIn(folder, ["next", "build"], t.signal);
  Object.assign(env, serverEnv);
  const command = (/** @type {string} */ port) => ["next", "start", "--port", port];
  const server = await startServer(/** @type {any} */ ({ folder }), command, t.signal);
  t.after(server.stop);
  await assertRoute(over(`${server.url}/api/widget-token`));
});

test("a Worker, in workerd", LIMIT, async (t) => {
  const folder = await makeProject("worker", /^$/);
  const contents = `${SIGNED_IN}\n${ROUTE}\nexport default { fetch: (request) => POST(request) };`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker"],
    write: false,
  });
  const { Miniflare } = createRequire(path.join(folder, "worker.js"))("miniflare");
  const worker = new Miniflare({
    modules: [{ type: "ESModule", path: "worker.js", contents: outputFiles[0].text }],
    compatibilityDate: "2026-01-01",
    compatibilityFlags: ["nodejs_compat"],
    bindings: { WORKOS_API_KEY: SECRET },
    outboundService: async (/** @type {Request} */ request) => {
      const { pathname, search } = new URL(request.url);
      assert.equal(new URL(request.url).hostname, "api.workos.com");
      const { method, headers } = request;
      return fetch(workos.url + pathname + search, { method, headers: [...headers], body: await request.text() });
    },
  });
  t.after(() => worker.dispose());
  await assertRoute((body, headers) =>
    worker.dispatchFetch("https://app.example/api/widget-token", {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    }),
  );
});
