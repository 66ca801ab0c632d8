import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { installPackage, repository } from "../e2e/package/tarball.js";

const MARK = /\/\/ must not compile: (\d+)$/;

const LIBRARIES = [
  ["es2020", "dom"],
  ["esnext", "dom"],
];
const RESOLUTIONS = [
  { module: "esnext", moduleResolution: "bundler" },
  { module: "nodenext", moduleResolution: "nodenext" },
];

/** @type {Promise<string> | undefined} */
let prepared;

/** A project that has the package installed, with these files in it. */
function prepareProject() {
  prepared ??= (async () => {
    const { project } = await installPackage();
    const here = fileURLToPath(new URL(".", import.meta.url));
    await cp(join(here, "accepts.ts"), join(project, "accepts.ts"));
    await cp(join(here, "rejects"), join(project, "rejects"), { recursive: true });
    return project;
  })();
  return prepared;
}

/**
 * Compiles one pattern of files, and says where that fails.
 *
 * @param {string} pattern
 * @param {object} options
 * @returns {Promise<string[]>} each as `file(line): code`
 */
async function compile(pattern, options) {
  const project = await prepareProject();
  const compilerOptions = {
    target: "es2020",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    types: [],
    noEmit: true,
    verbatimModuleSyntax: true,
    noUncheckedSideEffectImports: true,
    ...options,
  };
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

for (const lib of LIBRARIES) {
  for (const resolution of RESOLUTIONS) {
    const what = `lib ${lib.join(" and ")}, ${resolution.moduleResolution}`;

    test(`the declarations compile, and so does right use of them: ${what}`, async () => {
      assert.deepEqual(await compile("accepts.ts", { lib, ...resolution }), []);
    });

    test(`each wrong use fails in its marked line, and nowhere else: ${what}`, async () => {
      const project = await prepareProject();
      const expected = [];
      for (const file of await readdir(join(project, "rejects"))) {
        const lines = (await readFile(join(project, "rejects", file), "utf8")).split("\n");
        const marked = lines.flatMap((line, index) => (MARK.test(line) ? [[index + 1, MARK.exec(line)?.[1]]] : []));
        assert.equal(marked.length, 1, `${file} has one marked line`);
        for (const [row, code] of marked) expected.push(`rejects/${file}(${row}): ${code}`);
      }
      assert.deepEqual((await compile("rejects", { lib, ...resolution })).sort(), expected.sort());
    });
  }
}
