import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { startDemo } from "../../www/server/start.js";

/** @type {import("../../www/server/start.js").Demo} */
let demo;
/** @type {string} */
let root;

before(async () => {
  root = await mkdtemp(path.join(tmpdir(), "site-"));
  for (const [file, text] of [
    ["www/index.html", "<!doctype html>"],
    ["www/demo.js", "export {};"],
    ["www/server-side.html", "no secret"],
    ["www/server/main.js", "the server's own"],
    ["dist/package.js", "export {};"],
    ["dist/core.wasm", "\0asm"],
  ]) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  demo = await startDemo({
    pagesDir: path.join(root, "www"),
    distDir: path.join(root, "dist"),
  });
});
after(async () => {
  await demo.stop();
  await rm(root, { recursive: true });
});

/**
 * A request by node:http, which sends the path and the headers unchanged.
 *
 * @param {string} requestPath
 * @param {http.RequestOptions} [options]
 * @returns {Promise<{ status: number | undefined, headers: http.IncomingHttpHeaders, body: string }>}
 */
function send(requestPath, options) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(demo.url);
    const request = http.request({ hostname, port, path: requestPath, ...options });
    request.on("error", reject).on("response", async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode, headers: response.headers, body });
    });
    request.end();
  });
}

for (const [file, type] of [
  ["/", "text/html"],
  ["/demo.js", "text/javascript"],
  ["/server-side.html", "text/html"],
  ["/dist/package.js", "text/javascript"],
  ["/dist/core.wasm", "application/wasm"],
]) {
  test(`serves ${file} as ${type}, with the Content-Security-Policy`, async () => {
    const { status, headers } = await send(file);
    assert.equal(status, 200);
    assert.equal(String(headers["content-type"]).split(";")[0], type);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["cache-control"], "no-cache");
    assert.equal(
      headers["content-security-policy"],
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; " +
        "style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; " +
        "frame-ancestors 'none'",
    );
  });
}

for (const hidden of [
  "/server/main.js",
  "/server",
  "//server/main.js",
  "/%73erver/main.js",
  "/Server/main.js",
  "/x/../server/main.js",
  "/x/%2e%2e/server/main.js",
  "/./server/main.js",
  "/dist/../server/main.js",
  "/dist/../www/server/main.js",
]) {
  test(`answers ${hidden} with 404`, async () => {
    const { status, body } = await send(hidden);
    assert.ok(Number(status) >= 400 && Number(status) < 500, `${status}`);
    assert.doesNotMatch(body, /the server's own/);
  });
}

test("answers a path that cannot be decoded with 404 in JSON", async () => {
  const { status, body } = await send("/%zz");
  assert.equal(status, 404);
  assert.equal(JSON.parse(body).error, "not_found");
});

for (const [what, headers, expected] of /** @type {[string, Record<string, string>, number][]} */ ([
  ["another host name", { Host: "demo.example" }, 403],
  ["no usable host name", { Host: "@" }, 403],
  ["localhost", { Host: "localhost:1" }, 200],
  ["another site's page", { Origin: "https://evil.example" }, 403],
  ["another local server's page", { Origin: "http://127.0.0.1:1" }, 403],
  ["a page with an opaque origin", { Origin: "null" }, 403],
])) {
  test(`answers a request from ${what} with ${expected}`, async () => {
    assert.equal((await send("/session", { headers })).status, expected);
  });
}

test("answers a request from the demo's own page with 200", async () => {
  assert.equal((await send("/session", { headers: { Origin: demo.url } })).status, 200);
});
