import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { startDemo } from "../../www/server/start.js";
import { createVisitor } from "./visitor.js";

/** @type {string} */
let root;
/** @type {{ pagesDir: string, demoDistDir: string }} */
let folders;

before(async () => {
  root = await mkdtemp(path.join(tmpdir(), "widgets-page-"));
  folders = { pagesDir: path.join(root, "www"), demoDistDir: path.join(root, "demo") };
  for (const [file, text] of [
    ["www/index.html", "<!doctype html>"],
    ["www/widgets.html", "<!doctype html>"],
    ["demo/widgets.js", "export {};"],
    ["demo/widgets.css", ":root {}"],
  ]) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
});
after(() => rm(root, { recursive: true }));

/**
 * A demo that stops with the test, whatever its result.
 *
 * @param {import("node:test").TestContext} context
 * @param {import("../../www/server/start.js").DemoOptions} [options]
 */
async function start(context, options) {
  const demo = await startDemo({ ...folders, ...options });
  context.after(() => demo.stop());
  return demo;
}

/** @param {Response} response */
function policyOf(response) {
  const directives = String(response.headers.get("Content-Security-Policy")).split("; ");
  return new Map(directives.map((directive) => /** @type {[string, string]} */ (directive.split(/ (.*)/, 2))));
}

test("widgets.html may call the widgets' API, and its policy applies to that page alone", async (context) => {
  const demo = await start(context);
  const visitor = createVisitor(demo.url);
  const policy = policyOf(await visitor.get("/widgets.html"));
  assert.equal(policy.get("connect-src"), `'self' ${demo.workosUrl}`);
  assert.equal(policy.get("form-action"), `'self' ${demo.workosUrl}`);
  assert.equal(policy.get("style-src"), "'self' 'unsafe-inline'");
  assert.equal(policy.get("img-src"), "'self' data: https://cdn.workos.com https://images.workoscdn.com");
  assert.equal(policy.get("script-src"), "'self' 'wasm-unsafe-eval'");
  assert.equal(policy.get("default-src"), "'none'");

  for (const other of ["/", "/index.html", "/dist-demo/widgets.js"]) {
    const strict = policyOf(await visitor.get(other));
    assert.equal(strict.get("connect-src"), "'self'");
    assert.equal(strict.get("style-src"), "'self'");
  }
});

test("signs in a first visitor to widgets.html", async (context) => {
  const demo = await start(context);
  const visitor = createVisitor(demo.url);
  await visitor.get("/widgets.html");
  assert.equal((await (await visitor.get("/session")).json()).user, "ada");
});

test("serves what the build bundles for the demo, and works without it", async (context) => {
  const demo = await start(context);
  for (const [file, type] of [
    ["widgets.js", "text/javascript"],
    ["widgets.css", "text/css"],
  ]) {
    const response = await fetch(`${demo.url}/dist-demo/${file}`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("Content-Type")?.split(";")[0], type);
  }

  const without = await start(context, { demoDistDir: path.join(root, "nowhere") });
  assert.equal((await fetch(`${without.url}/dist-demo/widgets.js`)).status, 404);
});

test("gives the page the API's address: the stand-in, or WorkOS itself with a real key", async (context) => {
  const demo = await start(context);
  const { hostname, port } = new URL(demo.workosUrl);
  const received = await (await fetch(`${demo.url}/demo/widgets-api`)).json();
  assert.deepEqual(received, { hostname, port: Number(port), https: false });

  const real = await start(context, { workosApiKey: "sk_test_not_a_key_that_is_ever_sent" });
  const toldReal = await (await fetch(`${real.url}/demo/widgets-api`)).json();
  assert.deepEqual(toldReal, { hostname: "api.workos.com", port: null, https: true });
  const policy = policyOf(await fetch(`${real.url}/widgets.html`));
  assert.equal(policy.get("connect-src"), "'self' https://api.workos.com");
  for (const gone of ["/demo/widgets-log", "/demo/widgets-faults"]) {
    assert.equal((await fetch(real.url + gone)).status, 404);
  }
});

test("a lifetime given at start applies to the tokens, and a reset restores it", async (context) => {
  const demo = await start(context, { tokenLifetimeSeconds: 75 });
  const visitor = createVisitor(demo.url);
  const lifetime = async () => (await (await visitor.get("/demo/state")).json()).lifetimeSeconds;
  assert.equal(await lifetime(), 75);
  await visitor.post("/demo/lifetime", { seconds: 5 });
  await visitor.post("/demo/reset");
  assert.equal(await lifetime(), 75);
});
