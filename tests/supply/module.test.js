/** What the module and its glue can access, and what they reveal about the machine that built them. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../src/build/paths.js";
import { installPackage } from "../e2e/package/tarball.js";

/** @param {string} file */
async function readShipped(file) {
  const { folder } = await installPackage();
  return readFileSync(join(folder, "dist", file));
}

const MODULE = "workos-widget-tokens.wasm";

/**
 * What matches in a file; the whole file would fill the screen.
 *
 * @param {Buffer} content
 * @param {RegExp} pattern
 */
const matchesIn = (content, pattern) => content.toString("latin1").match(new RegExp(pattern, "g")) ?? [];

test("the module imports functions of its glue alone: no memory, no table, no global of the page", async () => {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(await readShipped(MODULE)));
  assert.ok(imports.length > 0);
  assert.deepEqual(
    imports.filter(({ kind }) => kind !== "function"),
    [],
  );
  assert.equal(new Set(imports.map(({ module }) => module)).size, 1);
});

test("imports and exports have short names on both sides", async () => {
  const module = new WebAssembly.Module(await readShipped(MODULE));
  const names = [...WebAssembly.Module.imports(module), ...WebAssembly.Module.exports(module)].map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => name.length > 2),
    [],
  );
  assert.deepEqual(matchesIn(await readShipped("streaming.js"), /__wbg_\w+_[0-9a-f]{16}|__wbindgen_malloc/), []);
});

test("nothing evaluates strings as code", async () => {
  // streaming.js has the same glue as index.js, without the bytes.
  assert.deepEqual(matchesIn(await readShipped("streaming.js"), /\beval\(|\bFunction\b.?\(|\bimport\(/), []);
});

test("a page whose policy forbids eval gets a token", async () => {
  const { folder } = await installPackage();
  const script = `
    import { createTokenManager } from ${JSON.stringify(join(folder, "dist/index.js"))};
    let refusal;
    try { new Function("")(); } catch (error) { refusal = error.name; }
    const fetch = async () => Response.json({ token: "widget_1", expires_in: 600 });
    const tokens = createTokenManager({ endpoint: "https://app.test/token", fetch });
    const token = await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
    tokens.dispose();
    console.log(refusal, token);`;
  const options = ["--disallow-code-generation-from-strings", "--input-type=module", "-e", script];
  assert.equal(execFileSync(process.execPath, options, { encoding: "utf8" }), "EvalError widget_1\n");
});

test("the module contains no path of the build machine and no source file name", async () => {
  const module = await readShipped(MODULE);
  for (const place of [root, homedir(), "/rustc/", ".cargo"]) assert.ok(!module.includes(place), place);
  assert.deepEqual(matchesIn(module, /[\w/-]{4,}\.rs\b/), []);
});

test("the module contains no panic message", async () => {
  const module = await readShipped(MODULE);
  const texts = [
    // What wasm-bindgen throws to the caller is not a panic.
    /called `(Option|Result)::(?!unwrap_throw)/,
    /panicked at|explicit panic|not implemented|internal error: entered unreachable/,
    /index out of bounds|out of range for slice|is not a char boundary/,
    /attempt to (add|subtract|multiply|divide|calculate|negate|shift)/,
    /already (mutably )?borrowed|capacity overflow|memory allocation of|assertion failed/,
  ];
  for (const panic of texts) assert.deepEqual(matchesIn(module, panic), []);
});

test("our code contains no unsafe, and a lint enforces it", () => {
  const manifest = readFileSync(join(root, "Cargo.toml"), "utf8");
  assert.match(manifest, /^unsafe_code = "forbid"$/m);
});
