/** The checks of package linters. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { installPackage, repository } from "./tarball.js";

const run = promisify(execFile);

test("publint reports nothing", async () => {
  const { folder } = await installPackage();
  const { messages } = await publint({ pkgDir: folder, strict: true, pack: false });
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  assert.deepEqual(
    messages.map((message) => formatMessage(message, manifest)),
    [],
  );
});

test("attw resolves the types of each entry, for an ES module package", async () => {
  const attw = join(repository, "node_modules/.bin/attw");
  const options = ["--pack", repository, "--profile", "esm-only", "--no-emoji", "--format", "ascii"];
  const wasm = ["--exclude-entrypoints", "workos-widget-tokens.wasm"];
  await assert.doesNotReject(run(attw, [...options, ...wasm]));
});
