// How the scripts speak: what they are about to do, and what to type when they cannot.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

/** A prerequisite is missing, or a step has failed: said in words, without a stack. */
export class SetupError extends Error {}

/** @param {string} text */
export function say(text) {
  console.log(`\n› ${text}`);
}

/**
 * Runs a command to its end, its output passed through.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnSyncOptions} [options]
 */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (error) throw new SetupError(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new SetupError(`failed: ${command} ${args.join(" ")}`);
}

/**
 * Starts a command that runs beside what follows; resolves at its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 */
export async function runBeside(command, args) {
  const [status] = await once(spawn(command, args, { stdio: "inherit" }), "close");
  if (status !== 0) throw new SetupError(`failed: ${command} ${args.join(" ")}`);
}

/**
 * Runs a command to its end, and returns its output; what it complains of is passed through.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnSyncOptions} [options]
 */
export function capture(command, args, options = {}) {
  const piped = { stdio: /** @type {any} */ (["ignore", "pipe", "inherit"]), maxBuffer: 1 << 26 };
  const { status, error, stdout } = spawnSync(command, args, { ...piped, ...options, encoding: "utf8" });
  if (error) throw new SetupError(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new SetupError(`failed: ${command} ${args.join(" ")}`);
  return stdout;
}

/**
 * The output of a command, or undefined if it cannot be run or fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnSyncOptions} [options]
 */
export function outputOf(command, args, options = {}) {
  const { status, stdout } = spawnSync(command, args, { ...options, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * Runs a script's main function; an impediment ends it with a plain sentence.
 *
 * @param {() => void | Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n✗ ${error.message}`);
    process.exitCode = 1;
  }
}
