/** The tarball contains what users need, and nothing else. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { installPackage, repository } from "./tarball.js";

const ENTRIES = [
  "diagnostics",
  "fetch",
  "index",
  "inspector",
  "inspector-react",
  "react",
  "route",
  "streaming",
  "tabs",
];
const CODE = [...ENTRIES.map((entry) => `${entry}.js`), "server.js", "check.js", "workos-widget-tokens.wasm"];
const TYPES = [...ENTRIES, "platform", "workos-widget-tokens.wasm"].map((entry) => `${entry}.d.ts`);
const PAPERS = ["LICENSES.txt", "sbom.cdx.json"];

test("the tarball contains the entries, types, module, command and documents", () => {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: repository, encoding: "utf8" });
  const [{ files }] = JSON.parse(output);
  assert.deepEqual(
    files.map((/** @type {{ path: string }} */ { path }) => path).sort(),
    ["LICENSE", "README.md", "package.json", ...[...CODE, ...TYPES, ...PAPERS].map((file) => `dist/${file}`)].sort(),
  );
});

test("every file that package.json refers to exists", async () => {
  const { folder } = await installPackage();
  const { main, module, types, exports, bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const targets = Object.values(exports).flatMap((target) =>
    typeof target === "string" ? target : Object.values(target),
  );
  for (const file of [main, module, types, ...targets, ...Object.values(bin)]) {
    assert.ok(readFileSync(join(folder, file)).length > 0, file);
  }
});

test("TypeScript without exports support finds the types of each entry", async () => {
  const { folder } = await installPackage();
  const { exports, typesVersions } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const typed = Object.entries(exports).filter(([entry, { types }]) => entry !== "." && types);
  assert.deepEqual(typesVersions, {
    "*": Object.fromEntries(typed.map(([entry, { types }]) => [entry.slice(2), [types]])),
  });
});

test("it installs no other package and runs no scripts", async () => {
  const { project, folder } = await installPackage();
  const { dependencies, optionalDependencies, bundleDependencies, scripts } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  assert.deepEqual([dependencies, optionalDependencies, bundleDependencies], [undefined, undefined, undefined]);
  const installed = readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."));
  assert.deepEqual(installed, ["workos-widget-tokens"]);
  // Every script that npm runs by itself when a package is installed, from the registry or from
  // git.
  const atInstall = /^(pre|post)?(install|prepare|pack|prepublish|uninstall|dependencies)$|^prepublishOnly$/;
  assert.deepEqual(
    Object.keys(scripts).filter((name) => atInstall.test(name)),
    [],
  );
});

test("no file contains a path of the build machine", async () => {
  const { folder } = await installPackage();
  for (const file of [...CODE, ...PAPERS]) {
    const text = readFileSync(join(folder, "dist", file), "latin1");
    assert.doesNotMatch(text, /\/(home|root|Users|work)\/|\.cargo|crates\.io/, file);
  }
});
