/** Packages that are not dependencies of the project, installed once for each lock file. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, cp, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../package/tarball.js";

const run = promisify(execFile);
const CACHE = join(repository, "target", "fixtures");

/**
 * @param {string} source a folder with a package.json and its lock file
 * @returns {Promise<string>} a folder in which they are installed
 */
export async function installFixture(source) {
  const lock = await readFile(join(source, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex").slice(0, 12);
  const folder = join(CACHE, `${basename(source)}-${hash}`);
  if (await exists(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  await cp(source, draft, { recursive: true });
  await run("npm", ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: draft });
  // In one step: tests that run at the same time see all of it or nothing.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
  await access(folder);
  return folder;
}

/** @param {string} folder */
const exists = (folder) =>
  access(folder).then(
    () => true,
    () => false,
  );
