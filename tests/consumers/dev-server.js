/** A bundler's server: started, waited for by what it says, and ended with all that it has started itself. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { findPort } from "../free-port.js";
import { env } from "./project.js";

// Whoever ends the tests ends the servers, too: what is to be done at the exit is done.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/**
 * @param {Awaited<ReturnType<typeof import("./project.js").installProject>>} project
 * @param {(port: string) => string[]} command
 * @param {AbortSignal} signal ends the server, too
 */
export async function startServer(project, command, signal) {
  const port = String(await findPort());
  const [name, ...args] = command(port);
  const child = spawn(path.join(project.folder, "node_modules/.bin", name), args, {
    cwd: project.folder,
    env,
    detached: true, // a process group of its own
    stdio: "pipe", // an input that stays open: some end with it
  });
  const kill = () => {
    try {
      process.kill(-Number(child.pid), "SIGKILL");
    } catch {} // it has ended already
  };
  process.once("exit", kill);
  const closed = once(child, "close");
  let said = "";
  const giveUp = () => {
    console.error(said);
    kill();
  };
  signal.addEventListener("abort", giveUp);
  await /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const listen = (/** @type {Buffer} */ chunk) => {
        said += chunk;
        if (stripVTControlCharacters(said).includes(`:${port}`)) resolve();
      };
      child.stdout.on("data", listen);
      child.stderr.on("data", listen);
      child.once("error", reject);
      closed.then(() => reject(new Error(`${name} ended:\n${said}`)));
    })
  );
  return {
    url: `http://localhost:${port}`,
    async stop() {
      kill();
      await closed;
      process.off("exit", kill);
      signal.removeEventListener("abort", giveUp);
    },
  };
}
