/**
 * A Worker, which may not compile WebAssembly: with today's compatibility date, and with the oldest that has modules.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { blocksOf } from "../../documents/documents.js";
import { installProject, LIMIT } from "./install.js";

const project = await installProject("workerd");
const { Miniflare } = createRequire(path.join(project.folder, "package.json"))("miniflare");
const WASM = "workos-widget-tokens.wasm";

/** @param {{ entryPoints: string[] } | { stdin: { contents: string, resolveDir: string } }} input */
async function bundle(input) {
  const { outputFiles } = await build({
    ...input,
    bundle: true,
    format: "esm",
    // As wrangler resolves them.
    conditions: ["workerd", "worker", "browser"],
    write: false,
    plugins: [
      {
        name: "wasm",
        setup: (build) => build.onResolve({ filter: /\.wasm$/ }, () => ({ path: `./${WASM}`, external: true })),
      },
    ],
  });
  return outputFiles[0].text;
}

/**
 * @param {string} contents
 * @param {string} compatibilityDate
 * @param {(request: Request) => Response} outboundService
 */
async function startWorker(contents, compatibilityDate, outboundService) {
  const wasm = await readFile(path.join(project.folder, "node_modules/workos-widget-tokens/dist", WASM));
  return new Miniflare({
    compatibilityDate,
    modulesRoot: "/",
    modules: [
      { type: "ESModule", path: "/worker.js", contents },
      { type: "CompiledWasm", path: `/${WASM}`, contents: wasm },
    ],
    outboundService,
  });
}

const tokenReply = () => new Response('{ "token": "token-1" }', { headers: { "Content-Type": "application/json" } });

for (const compatibilityDate of ["2022-08-04", "2026-01-01"]) {
  test(
    `a Worker of ${compatibilityDate} gets tokens if it passes the module, and a clear error otherwise`,
    LIMIT,
    async () => {
      const contents = await bundle({ entryPoints: [path.join(project.folder, "worker.js")] });
      const worker = await startWorker(contents, compatibilityDate, tokenReply);
      try {
        const response = await worker.dispatchFetch("http://localhost/");
        const { forbidden, relative, tokens, invalid } = await response.json();
        for (const refusal of [...forbidden, relative, invalid]) {
          assert.deepEqual(
            [refusal.name, refusal.code, refusal.transient],
            ["TokenError", "invalid_options", false],
            refusal.message,
          );
        }
        for (const { message } of forbidden)
          assert.match(message, /this server does not allow compiling.*await init\(wasm\)/);
        for (const { message } of [...forbidden, relative]) assert.match(message, /tokens are for the browser/);
        assert.match(invalid.message, /endpoint is missing/);
        assert.deepEqual(tokens, ["token-1", "token-1"]);
      } finally {
        await worker.dispose();
      }
    },
  );
}

test("the documented Worker gets a token", LIMIT, async () => {
  const block = blocksOf("docs/servers.md").find(({ code }) => code.startsWith("// worker.js"));
  const contents = await bundle({ stdin: { contents: String(block?.code), resolveDir: project.folder } });
  const worker = await startWorker(contents, "2026-01-01", ({ url, headers }) =>
    url.endsWith("/connections") ? new Response(headers.get("Authorization")) : tokenReply(),
  );
  try {
    assert.equal(await (await worker.dispatchFetch("http://localhost/")).text(), "Bearer token-1");
  } finally {
    await worker.dispose();
  }
});
