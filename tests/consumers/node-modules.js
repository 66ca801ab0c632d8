/** A new folder with a lock file's packages and the packed package; installations are cached. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { access, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { installPackage } from "../e2e/package/tarball.js";

const run = promisify(execFile);

/** By the hash of npm's input, so that nothing in it is ever out of date, and clones may share it. */
const KEPT = path.join(tmpdir(), "workos-widget-tokens-node-modules");
const PACKAGE = "workos-widget-tokens";
const INSTALL = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];

/**
 * Outside the repository, so that its own `node_modules` cannot be resolved by accident.
 *
 * @param {string} name
 * @param {string[]} sources folders whose files are copied into it; the last has a lock file
 */
export async function makeFolder(name, sources) {
  const folder = await mkdtemp(path.join(tmpdir(), `${name}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const source of sources) await cp(source, folder, { recursive: true });
  await link(await installedFor(folder), path.join(folder, "node_modules"));
  const installed = await installPackage();
  await cp(installed.folder, path.join(folder, "node_modules", PACKAGE), { recursive: true });
  await addDependency(path.join(folder, "package.json"));
  return folder;
}

/**
 * As in an app's own manifest, which some tools read to know what not to bundle.
 *
 * @param {string} manifest
 */
async function addDependency(manifest) {
  const { dependencies, ...rest } = JSON.parse(await readFile(manifest, "utf8"));
  await writeFile(manifest, JSON.stringify({ ...rest, dependencies: { ...dependencies, [PACKAGE]: "*" } }));
}

/**
 * The `node_modules` of a project.
 *
 * @param {string} project with a lock file
 */
export async function installedFor(project) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  const files = ["package.json", "package-lock.json"];
  for (const file of files) hash.update(await readFile(path.join(project, file)));
  const kept = path.join(KEPT, hash.digest("hex").slice(0, 16));
  const modules = path.join(kept, "node_modules");
  if (await exists(modules)) return modules;

  console.log(`Installing ${await namesIn(project)}`);
  await mkdir(KEPT, { recursive: true });
  const made = await mkdtemp(path.join(KEPT, "made-"));
  for (const file of files) await cp(path.join(project, file), path.join(made, file));
  await run("npm", ["ci", ...INSTALL], { cwd: made });
  // Complete at once, or absent. Another run may have been faster.
  await rename(made, kept).catch(() => rm(made, { recursive: true }));
  return modules;
}

/**
 * Without copying the bytes, if both are on one disk.
 *
 * @param {string} from
 * @param {string} to
 */
async function link(from, to) {
  await run("cp", ["-al", from, to]).catch(async () => {
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
  });
}

/** @param {string} project */
async function namesIn(project) {
  const { dependencies, optionalDependencies } = JSON.parse(await readFile(path.join(project, "package.json"), "utf8"));
  return Object.entries({ ...dependencies, ...optionalDependencies })
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
}

/** @param {string} file */
const exists = (file) =>
  access(file).then(
    () => true,
    () => false,
  );
