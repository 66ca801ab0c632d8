/** Importing needs no platform API, so it is safe in every runtime. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { installPackage } from "../../e2e/package/tarball.js";

const run = promisify(execFile);
const world = fileURLToPath(new URL("bare-world.js", import.meta.url));

/** Entries without imports, and their exports. */
const ENTRIES = {
  index: ["TokenError", "createTokenManager"],
  streaming: ["TokenError", "createTokenManager", "init"],
  tabs: ["TokenError", "createTokenManager"],
  diagnostics: ["diagnose"],
};

for (const [entry, expected] of Object.entries(ENTRIES)) {
  test(`${entry}.js can be imported with the language alone`, async () => {
    const { folder } = await installPackage();
    const file = path.join(folder, "dist", `${entry}.js`);
    const args = ["--experimental-vm-modules", "--no-warnings", world, file];
    const { thrown, names, made } = JSON.parse((await run(process.execPath, args)).stdout);
    assert.equal(thrown, null);
    assert.deepEqual(names, expected);
    assert.deepEqual(made, []);
  });
}
