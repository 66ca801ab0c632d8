/** The declarations with older compilers, and what package linters say about the tarball. */

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { installPackage } from "../../e2e/package/tarball.js";
import { compile, marksIn } from "../../types/compile.js";
import { recordCell } from "../cells.js";
import { entries, installProject, LIMIT } from "./install.js";

const project = await installProject("types");
const { project: packed } = await installPackage();
const tarball = path.join(packed, "..", String((await readdir(path.join(packed, ".."))).find(isTarball)));

/** An old one, the last of that generation, the last that is not native, and the current one. */
const COMPILERS = ["typescript-5.4", "typescript-5.9", "typescript-6", "typescript-7"];
/** tests/types runs all of them with the current compiler. */
const OPTIONS = [
  { lib: ["es2020", "dom"], module: "nodenext", moduleResolution: "nodenext", jsx: "react-jsx" },
  { lib: ["esnext", "dom"], module: "esnext", moduleResolution: "bundler", jsx: "react-jsx" },
];

/** Files that do not apply to each library. */
const LIBRARIES = { "accepts-disposal.ts": ["es2022", "esnext.disposable"], "accepts-server.ts": ["es2020"] };

for (const name of COMPILERS) {
  test(`${name}: correct code compiles, incorrect code fails in its marked lines`, LIMIT, async () => {
    const files = ["accepts.ts", "accepts-react.tsx", "accepts-fetch.ts", "rejects"];
    const compiler = path.join(project.folder, "node_modules", name, "bin/tsc");
    for (const options of OPTIONS) {
      const failures = await compile({ files, options, compiler, packages: ["@types/react", "csstype"] });
      assert.deepEqual(linesOf(failures), linesOf(await marksIn("rejects")));
    }
    for (const [file, lib] of Object.entries(LIBRARIES)) {
      assert.deepEqual(await compile({ files: [file], options: { ...OPTIONS[0], lib }, compiler }), []);
    }
    const version = await project.version(name);
    const row = `TypeScript ${version.replace(/\.\d+$/, "")}`;
    recordCell({ group: "import", row, version, column: "types", result: "works" });
  });
}

/** Still common in older projects; TypeScript 6 deprecates it, and 7 has removed it. */
const NODE_10 = { lib: ["es2020", "dom"], module: "esnext", moduleResolution: "node", jsx: "react-jsx" };

for (const [name, more] of /** @type {[string, object][]} */ ([
  ["typescript-5.4", {}],
  ["typescript-5.9", {}],
  ["typescript-6", { ignoreDeprecations: "6.0" }],
])) {
  test(`${name}, moduleResolution node: every entry is found`, LIMIT, async () => {
    const files = ["accepts.ts", "accepts-react.tsx", "accepts-fetch.ts"];
    const compiler = path.join(project.folder, "node_modules", name, "bin/tsc");
    const options = { ...NODE_10, ...more };
    assert.deepEqual(await compile({ files, options, compiler, packages: ["@types/react", "csstype"] }), []);
  });
}

/**
 * Without the error's number, which differs; and without what used to be no error: a side-effect import of a
 * missing file.
 *
 * @param {string[]} failures
 */
function linesOf(failures) {
  const lines = failures.map((failure) => failure.replace(/: \d+$/, "")).filter((line) => !/inner-file/.test(line));
  return [...new Set(lines)].sort();
}

test("publint reports nothing about the tarball", LIMIT, async () => {
  const { stdout } = await runTool("publint/src/cli.js", "run", tarball, "--strict");
  assert.match(stdout, /All good/);
});

test("attw resolves the types of all entries", LIMIT, async () => {
  const options = ["--profile", "esm-only", "--format", "json"];
  const { stdout } = await runTool("@arethetypeswrong/cli/dist/index.js", tarball, ...options);
  const { analysis } = JSON.parse(stdout);
  const looked = Object.keys(analysis.entrypoints).map((entry) => path.join("workos-widget-tokens", entry));
  for (const entry of await entries()) assert.ok(looked.includes(entry), entry);
});

/**
 * Runs a tool to its end; its complaint is the error.
 *
 * @param {string} script
 * @param {string[]} args
 */
function runTool(script, ...args) {
  const program = path.join(project.folder, "node_modules", script);
  return project.run(process.execPath, [program, ...args]).catch(({ stdout }) => assert.fail(stdout));
}

/** @param {string} file */
function isTarball(file) {
  return file.endsWith(".tgz");
}
