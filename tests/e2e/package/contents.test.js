/** What is in the tarball: what users need, and nothing else. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { installPackage, repository } from "./tarball.js";

test("the tarball holds the entries, their types, the module, the command and the papers", () => {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: repository, encoding: "utf8" });
  const [{ files }] = JSON.parse(output);
  assert.deepEqual(files.map((/** @type {{ path: string }} */ { path }) => path).sort(), [
    "LICENSE",
    "README.md",
    "dist/check.js",
    "dist/index.d.ts",
    "dist/index.js",
    "dist/streaming.d.ts",
    "dist/streaming.js",
    "dist/workos-widget-tokens.wasm",
    "package.json",
  ]);
});

test("it installs no other package and runs no script", async () => {
  const { folder } = await installPackage();
  const { dependencies, scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  assert.equal(dependencies, undefined);
  const atInstall = ["preinstall", "install", "postinstall", "prepare"];
  assert.deepEqual(
    atInstall.filter((name) => name in scripts),
    [],
  );
});

test("no file names a folder of the machine that built it", async () => {
  const { folder } = await installPackage();
  for (const file of ["index.js", "streaming.js", "check.js", "workos-widget-tokens.wasm"]) {
    const text = readFileSync(join(folder, "dist", file), "latin1");
    assert.doesNotMatch(text, /\/(home|root|Users|work)\/|\.cargo|crates\.io/, file);
  }
});
