/** A project's own server: starts it, waits for its output, and ends it with all its child processes. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { findPort } from "../free-port.js";
import { env } from "./project.js";

// Stopping the tests stops the servers, too: exit handlers run.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/**
 * @param {{ folder: string, env?: NodeJS.ProcessEnv }} project
 * @param {(port: string) => string[]} command
 * @param {AbortSignal} signal ends the server, too
 * @param {(port: string) => NodeJS.ProcessEnv} [added] to its environment
 */
export async function startServer(project, command, signal, added = () => ({})) {
  const port = String(await findPort());
  const [name, ...args] = command(port);
  const given = { ...(project.env ?? env), ...added(port) };
  const PATH = [path.join(project.folder, "node_modules/.bin"), given.PATH].join(path.delimiter);
  const child = spawn(name, args, {
    cwd: project.folder,
    env: { ...given, PATH },
    detached: true, // a process group of its own
    stdio: "pipe", // an input that stays open: some servers end with it
  });
  const kill = () => {
    try {
      process.kill(-Number(child.pid), "SIGKILL");
    } catch {} // it has already ended
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
  // Some print their address before they listen.
  while (!(await accepts(port))) await setTimeout(50, undefined, { signal });
  return {
    url: `http://localhost:${port}`,
    /** Its output so far. */
    said: () => stripVTControlCharacters(said),
    /** Sends SIGTERM, as a host does before a new deployment: pending work can delay the end. */
    async end() {
      child.kill("SIGTERM");
      await closed;
    },
    async stop() {
      kill();
      await closed;
      process.off("exit", kill);
      signal.removeEventListener("abort", giveUp);
    },
  };
}

/** @param {string} port */
async function accepts(port) {
  const socket = connect(Number(port), "localhost");
  const accepted = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return accepted;
}
