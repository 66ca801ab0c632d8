// The steps of a test run: commands that run one after another, beside others, with their
// durations.

import { spawn } from "node:child_process";
import { root } from "../src/build/paths.js";
import { SetupError } from "../src/build/report.js";
import { seconds } from "./durations.js";

/** @typedef {[title: string, command: string, ...args: string[]]} Step */

/**
 * Runs the steps one after another. The output of each is printed in one piece when it ends, because something else may
 * print meanwhile.
 *
 * @param {Step[]} steps
 * @param {AbortSignal} signal ends the step that is running
 * @returns {Promise<import("./durations.js").Timed[]>}
 */
export async function runSteps(steps, signal) {
  /** @type {import("./durations.js").Timed[]} */
  const timed = [];
  for (const [title, command, ...args] of steps) {
    const start = performance.now();
    const { output, problem } = await runOne(command, args, signal);
    signal.throwIfAborted();
    const ms = performance.now() - start;
    timed.push({ name: title, ms });
    process.stdout.write(`\n› ${title} (${seconds(ms)})\n${output}`);
    if (problem) throw new SetupError(`${title}: ${problem}: ${command} ${args.join(" ")}`);
  }
  return timed;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {AbortSignal} signal
 * @returns {Promise<{ output: Buffer, problem?: string }>}
 */
function runOne(command, args, signal) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], signal });
    /** @type {Buffer[]} */
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(chunk));
    const end = (/** @type {string | undefined} */ problem) => resolve({ output: Buffer.concat(chunks), problem });
    child.on("error", (error) => end(`could not be started, ${error.message}`));
    child.on("close", (status) => end(status === 0 ? undefined : "failed"));
  });
}
