/** The package as its users get it: packed, and installed into a project of its own. */

import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { access, mkdir, mkdtemp, writeFile } from "node:fs/promises";
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
 * Packs and installs the package, once for each process.
 *
 * @returns {Promise<{ project: string, folder: string }>} the project, and the package's folder in it
 */
export function installPackage() {
  installed ??= install();
  return installed;
}

async function install() {
  await access(join(repository, "dist", "index.js")).catch(() => {
    throw new Error('There is no dist/ to pack: type "npm run build" first.');
  });
  const root = await mkdtemp(join(tmpdir(), "packed-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", root], { cwd: repository });
  const [{ filename }] = JSON.parse(stdout);
  const project = join(root, "project");
  await mkdir(project);
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "app", private: true, type: "module" }));
  await run("npm", ["install", "--no-audit", "--no-fund", join(root, filename)], { cwd: project });
  return { project, folder: join(project, "node_modules", "workos-widget-tokens") };
}
