/** A Node that today's frameworks run in: this one, or the one that npm has for this platform. */

import path from "node:path";
import { fileURLToPath } from "node:url";
import { installedFor } from "./node-modules.js";

/**
 * @param {string} range the `engines.node` of a project, as ">=22"
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<NodeJS.ProcessEnv>} with such a Node first in the PATH
 */
export async function withNode(range, env) {
  if (Number.parseInt(process.versions.node, 10) >= Number(range.replace(">=", ""))) return env;
  const modules = await installedFor(fileURLToPath(new URL("node", import.meta.url)));
  const bin = path.join(modules, `node-${process.platform}-${process.arch}/bin`);
  return { ...env, PATH: [bin, env.PATH].join(path.delimiter) };
}
