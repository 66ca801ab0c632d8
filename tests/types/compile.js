/** Compiles files of this folder in a project with the packed package installed. */

import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackage, repository } from "../e2e/package/tarball.js";
import { isFull } from "../extent.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const MARK = /\/\/ must not compile: (\d+)$/;

const LIBRARIES = [
  ["es2020", "dom"],
  ["esnext", "dom"],
];
export const RESOLUTIONS = [
  { module: "esnext", moduleResolution: "bundler" },
  { module: "node16", moduleResolution: "node16" },
  { module: "nodenext", moduleResolution: "nodenext" },
];

/** The supported settings: each library with each resolution; or the oldest library with the usual one. */
export const SETTINGS = (isFull ? LIBRARIES : LIBRARIES.slice(0, 1)).flatMap((lib) =>
  (isFull ? RESOLUTIONS : RESOLUTIONS.slice(0, 1)).map((resolution) => ({ lib, ...resolution })),
);

/** The compiler of the repository. */
const COMPILER = join(repository, "node_modules", ".bin", "tsc");

/**
 * @typedef {object} Compilation
 * @property {string[]} files of this folder, or folders of it
 * @property {object} options the compiler options that vary
 * @property {string[]} [packages] of the repository, which the project gets, too
 * @property {string} [compiler]
 *
 * @param {Compilation} compilation
 * @returns {Promise<string[]>} the errors, each as `file(line): code`
 */
export async function compile({ files, options, packages = [], compiler = COMPILER }) {
  const project = await makeProject(files, packages);
  const compilerOptions = {
    target: "es2020",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    types: [],
    noEmit: true,
    verbatimModuleSyntax: true,
    ...options,
  };
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: files }));
  const text = await new Promise((resolve) => {
    const args = ["--pretty", "false", "-p", "tsconfig.json"];
    execFile(compiler, args, { cwd: project }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
  const lines = text.split("\n").filter((/** @type {string} */ line) => line.trim() && !line.startsWith(" "));
  return lines.map((/** @type {string} */ line) => {
    const [, file, row, code] = /^(.+?)\((\d+),\d+\): error TS(\d+):/.exec(line) ?? [];
    return file ? `${file}(${row}): ${code}` : line;
  });
}

/**
 * The errors that a folder's files are marked with.
 *
 * @param {string} folder
 * @returns {Promise<string[]>} as above
 */
export async function marksIn(folder) {
  const marks = [];
  for (const file of await readdir(join(here, folder))) {
    const lines = (await readFile(join(here, folder, file), "utf8")).split("\n");
    const marked = lines.flatMap((line, index) => (MARK.test(line) ? [[index + 1, MARK.exec(line)?.[1]]] : []));
    if (marked.length !== 1) throw new Error(`${folder}/${file} has ${marked.length} marked lines`);
    for (const [row, code] of marked) marks.push(`${folder}/${file}(${row}): ${code}`);
  }
  return marks.sort();
}

/**
 * A project of its own, so that packages installed in one do not help another.
 *
 * @param {string[]} files
 * @param {string[]} packages
 */
async function makeProject(files, packages) {
  const installed = await installPackage();
  const project = await mkdtemp(join(dirname(installed.project), "types-"));
  await cp(installed.project, project, { recursive: true });
  for (const name of packages) {
    const place = join("node_modules", name);
    await cp(join(repository, place), join(project, place), { recursive: true });
  }
  for (const file of files) await cp(join(here, file), join(project, file), { recursive: true });
  return project;
}
