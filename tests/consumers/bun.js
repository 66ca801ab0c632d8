/** Bun's install script puts its program where its commands expect it. */

import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

/** @param {{ folder: string }} project that has Bun installed */
export async function installBun({ folder }) {
  await promisify(execFile)(process.execPath, ["install.js"], { cwd: path.join(folder, "node_modules/bun") });
}
