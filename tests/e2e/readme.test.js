/** What the README shows, run as it stands there. */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import express from "express";
import { startDemo } from "../../www/server/start.js";
import { apiKeys, organizations } from "../../www/server/workos/directory.js";
import { launchChromium } from "./browser.js";
import { installPackage } from "./package/tarball.js";

const root = path.join(import.meta.dirname, "../..");
const readme = readFileSync(path.join(root, "README.md"), "utf8");

/**
 * The first code block of a language that holds a text.
 *
 * @param {string} language
 * @param {string} text
 */
function block(language, text) {
  const blocks = readme.matchAll(/```(\w+)\n([\s\S]*?)```/g);
  const found = [...blocks].find(([, its, code]) => its === language && code.includes(text));
  assert.ok(found, `the README has a block of ${language} with ${text}`);
  return found[2];
}

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("node:http").Server} */
let site;
let url = "";
let folder = "";

before(async () => {
  demo = await startDemo({ port: 0 });
  browser = await launchChromium();
  ({ folder } = await installPackage());
  const route = await readmeRoute();
  const pages = express();
  pages.get("/plain.html", (_request, response) => {
    response
      .type("html")
      .send(`<!doctype html>${block("html", "streaming.js").replace("</script>", `${READ}</script>`)}`);
  });
  pages.get("/bundle.html", (_request, response) => {
    response.type("html").send('<!doctype html><script type="module" src="/bundle.js"></script>');
  });
  pages.get("/bundle.js", async (_request, response) => {
    const { outputFiles } = await build({
      stdin: { contents: `${block("js", "tokens.source(")}\n${READ_SOURCE}`, resolveDir: folder },
      bundle: true,
      format: "esm",
      write: false,
    });
    response.type("js").send(outputFiles[0].text);
  });
  pages.use("/node_modules/workos-widget-tokens", express.static(folder));
  pages.use(route);
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

const READ = `
  globalThis.answer = await tokens.getToken({ organizationId: "${organizations.acme.id}", widgetScope: "sso" });
`;
const READ_SOURCE = "globalThis.answer = await sso.getToken();";

/** The route that the README shows, but for where WorkOS is and who is signed in. */
async function readmeRoute() {
  const { hostname, port } = new URL(demo.workosUrl);
  const here = `apiHostname: "${hostname}", port: ${port}, https: false`;
  const code = block("js", "// server.js").replace("{ maxRetries: 0 }", `{ maxRetries: 0, ${here} }`);
  assert.ok(code.includes(here));
  const user = { workosId: "user_1", organizationIds: [organizations.acme.id] };
  const file = path.join(root, "target/readme/server.mjs");
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `const signedInUser = async () => (${JSON.stringify(user)});\n${code}`);
  process.env.WORKOS_API_KEY = apiKeys.test.secret;
  const { app } = await import(file);
  delete process.env.WORKOS_API_KEY;
  return app;
}

for (const page of ["plain.html", "bundle.html"]) {
  test(`the lines for ${page} give a token from the README's route`, async () => {
    const tab = await browser.newPage();
    /** @type {string[]} */
    const troubles = [];
    tab.on("pageerror", (error) => troubles.push(error.message));
    await tab.goto(`${url}/${page}`);
    const answer = await tab.waitForFunction(() => /** @type {any} */ (globalThis).answer);
    assert.match(await answer.jsonValue(), /^eyJ/);
    assert.deepEqual(troubles, []);
    await tab.close();
  });
}

test("the README's route refuses what it should", async () => {
  /** @param {object} body */
  const ask = async (body) => {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`${url}/api/widget-token`, { method: "POST", headers, body: JSON.stringify(body) });
    return response.status;
  };
  const organizationId = organizations.acme.id;
  assert.equal(await ask({ organizationId, widgetScope: "sso" }), 200);
  assert.equal(await ask({ organizationId, widgetScope: "nonsense" }), 400);
  assert.equal(await ask({ organizationId: organizations.kernel.id, widgetScope: "sso" }), 403);
  demo.faults.add({ kind: "status", status: 429, retryAfter: 7, count: 1 });
  assert.equal(await ask({ organizationId, widgetScope: "sso" }), 429);
});

test("the options, methods and codes that the README lists are those of the types", () => {
  const types = readFileSync(path.join(root, "src/npm/index.d.ts"), "utf8");
  const options = types.slice(
    types.indexOf("interface TokenManagerOptions"),
    types.indexOf("interface GetTokenOptions"),
  );
  const table = readme.slice(readme.indexOf("## Options"), readme.indexOf("| method |"));
  for (const [, name] of options.matchAll(/^ {2}(\w+)\??:/gm)) assert.ok(table.includes(`\`${name}\``), name);
  const codes = types.slice(types.indexOf("type TokenErrorCode"), types.indexOf("class TokenError"));
  const errors = readme.slice(readme.indexOf("## Errors"), readme.indexOf("## How it works"));
  for (const [, code] of codes.matchAll(/\| "(\w+)"/g)) assert.ok(errors.includes(`\`${code}\``), code);
});
