import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { isFull } from "../../extent.js";
import { installPackage, repository } from "../package/tarball.js";
import { reactFolder } from "./bundle.js";

const MARK = /\/\/ must not compile: (\d+)$/;
const source = fileURLToPath(new URL("types", import.meta.url));

const NEWEST = 19;
const VERSIONS = /** @type {const} */ ([18, NEWEST]);

const RESOLUTIONS = [
  { module: "esnext", moduleResolution: "bundler" },
  { module: "nodenext", moduleResolution: "nodenext" },
];

/** @type {Map<number, Promise<string>>} */
const projects = new Map();

/**
 * A project with the package and the types of one React version.
 *
 * @param {18 | 19} version
 */
function prepareProject(version) {
  const project = projects.get(version) ?? makeProject(version);
  projects.set(version, project);
  return project;
}

/** @param {18 | 19} version */
async function makeProject(version) {
  const { project, folder } = await installPackage();
  const made = join(dirname(project), `types-${version}`);
  const modules = join(made, "node_modules");
  await cp(source, made, { recursive: true });
  await mkdir(join(modules, "@types"), { recursive: true });
  // A copy, because a package's imports are resolved from its real path.
  await cp(folder, join(modules, "workos-widget-tokens"), { recursive: true });
  const react = join(await reactFolder(version), "node_modules");
  for (const name of ["@types/react", "@types/react-dom"]) await symlink(join(react, name), join(modules, name));
  for (const name of ["@tanstack", "@workos-inc"]) {
    await symlink(join(repository, "node_modules", name), join(modules, name));
  }
  return made;
}

/**
 * Compiles one pattern of files, and returns the errors.
 *
 * @param {string} project
 * @param {string} pattern
 * @param {object} options
 * @returns {Promise<string[]>} each as `file(line): code`
 */
async function compile(project, pattern, options) {
  const compilerOptions = {
    target: "es2022",
    lib: ["es2022", "dom"],
    jsx: "react-jsx",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    types: [],
    noEmit: true,
    ...options,
  };
  await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: [pattern] }));
  const text = await new Promise((resolve) => {
    const compiler = join(repository, "node_modules", ".bin", "tsc");
    const args = ["--pretty", "false", "-p", "tsconfig.json"];
    execFile(compiler, args, { cwd: project }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
  const lines = text.split("\n").filter((/** @type {string} */ line) => line.trim() && !line.startsWith(" "));
  return lines.map((/** @type {string} */ line) => {
    const [, file, row, code] = /^(.+?)\((\d+),\d+\): error TS(\d+):/.exec(line) ?? [];
    return file ? `${file}(${row}): ${code}` : line;
  });
}

for (const version of isFull ? VERSIONS : [NEWEST]) {
  for (const resolution of isFull ? RESOLUTIONS : RESOLUTIONS.slice(0, 1)) {
    const what = `@types/react ${version}, ${resolution.moduleResolution}`;

    test(`correct code compiles: ${what}`, async () => {
      const project = await prepareProject(version);
      assert.deepEqual(await compile(project, "accepts.tsx", resolution), []);
    });

    test(`each incorrect file fails in its marked line only: ${what}`, async () => {
      const project = await prepareProject(version);
      const expected = [];
      for (const file of await readdir(join(project, "rejects"))) {
        const lines = (await readFile(join(project, "rejects", file), "utf8")).split("\n");
        const marked = lines.flatMap((line, index) => (MARK.test(line) ? [[index + 1, MARK.exec(line)?.[1]]] : []));
        assert.equal(marked.length, 1, `${file} has one marked line`);
        for (const [row, code] of marked) expected.push(`rejects/${file}(${row}): ${code}`);
      }
      assert.deepEqual((await compile(project, "rejects", resolution)).sort(), expected.sort());
    });
  }
}

test("the published widgets accept what the hook returns", async () => {
  const project = await prepareProject(NEWEST);
  const options = { ...RESOLUTIONS[0], skipLibCheck: true };
  assert.deepEqual(await compile(project, "with-widgets", options), []);
});
