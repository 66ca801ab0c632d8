/** The package as its users get it: packed, and installed into a project. */

import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { access, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The repository's folder. */
export const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** @type {Promise<{ project: string, folder: string }> | undefined} */
let installed;

/**
 * Packs and installs the package: once for each process, or for all files of a run.
 *
 * @returns {Promise<{ project: string, folder: string }>} the project, and the package's folder in it
 */
export function installPackage() {
  installed ??= process.env.TESTS_FOLDER ? installShared(process.env.TESTS_FOLDER) : installAlone();
  return installed;
}

async function installAlone() {
  const root = await mkdtemp(join(tmpdir(), "packed-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  await install(root);
  return placesIn(root);
}

/** @param {string} folder of the run, removed with it */
async function installShared(folder) {
  const root = join(folder, "packed");
  if (await exists(root)) return placesIn(root);
  const draft = await mkdtemp(`${root}-`);
  await install(draft);
  // In one step: files that run at the same time see all of it or nothing.
  await rename(draft, root).catch(() => rm(draft, { recursive: true }));
  await access(root);
  return placesIn(root);
}

/** @param {string} root an empty folder */
async function install(root) {
  if (!(await exists(join(repository, "dist", "index.js")))) {
    throw new Error('There is no dist/ to pack: type "npm run build" first.');
  }
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", root], { cwd: repository });
  const [{ filename }] = JSON.parse(stdout);
  const { project } = placesIn(root);
  await mkdir(project);
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "app", private: true, type: "module" }));
  await run("npm", ["install", "--no-audit", "--no-fund", join(root, filename)], { cwd: project });
}

/** @param {string} root */
function placesIn(root) {
  const project = join(root, "project");
  return { project, folder: join(project, "node_modules", "workos-widget-tokens") };
}

/** @param {string} file */
const exists = (file) =>
  access(file).then(
    () => true,
    () => false,
  );
