/** Starts what a browser needs: its driver, and for one of them an X server. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";

/**
 * Starts a WebDriver server, and waits until it responds.
 *
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 */
export async function startDriver(command, env) {
  // Not all of them print their port.
  const port = await freePort();
  const child = spawn(command, [`--port=${port}`], { env, stdio: ["ignore", "ignore", "pipe"] });
  const end = endWithThis(child);
  const url = `http://127.0.0.1:${port}`;
  let complaints = "";
  child.stderr.on("data", (text) => {
    complaints += text;
  });
  const isUp = () =>
    fetch(`${url}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isUp())) {
    if (child.exitCode !== null) throw new Error(`${command} has ended: ${complaints}`);
    await setTimeout(20);
  }
  return { url, end };
}

/**
 * Starts an X server without a screen.
 *
 * @param {string} xvfb
 */
export async function startDisplay(xvfb) {
  // It finds a free display number by itself, and prints it when it is ready.
  const options = ["-displayfd", "3", "-nolisten", "tcp", "-screen", "0", "1280x800x24"];
  const child = spawn(xvfb, options, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const end = endWithThis(child);
  const received = /** @type {import("node:stream").Readable} */ (child.stdio[3]);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${xvfb} has ended with ${code}`);
  });
  const [number] = await Promise.race([once(received, "data"), ended]);
  ended.catch(() => {});
  return { display: `:${String(number).trim()}`, end };
}

/**
 * Returns a function that ends a process, which does not outlive this one.
 *
 * @param {import("node:child_process").ChildProcess} child
 */
function endWithThis(child) {
  const kill = () => child.kill();
  process.once("exit", kill);
  return async () => {
    process.off("exit", kill);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    kill();
    await ended;
  };
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}
