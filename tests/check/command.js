import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/check/main.js", import.meta.url));

/**
 * @typedef {{ status: number | null, stdout: string, stderr: string }} Outcome
 * @typedef {Record<string, string>} Verdicts by the ids of checks
 */

/**
 * Runs the command in a process of its own.
 *
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<Outcome>}
 */
export function runCommand(args, env = {}) {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...env } });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}

/**
 * Runs it with and without --json, and checks that neither output contains a secret.
 *
 * @param {string[]} args
 * @param {() => string[]} secrets none of which may be printed
 */
export async function runBoth(args, secrets) {
  const [text, json] = await Promise.all([runCommand(args), runCommand([...args, "--json"])]);
  assert.equal(text.status, json.status);
  assertSilentOn([text.stdout, text.stderr, json.stdout, json.stderr].join("\n"), secrets());
  return { status: text.status, text: oneLine(text.stdout + text.stderr), report: JSON.parse(json.stdout) };
}

/**
 * @param {string} printed
 * @param {string[]} secrets
 */
export function assertSilentOn(printed, secrets) {
  for (const secret of secrets) assert.ok(!printed.includes(secret), `printed: ${secret}`);
  assert.doesNotMatch(printed, /sk_\w{4}/);
}

/**
 * @param {any} report
 * @returns {Verdicts} of the checks that are not ok
 */
export function troubles(report) {
  const checks = /** @type {{ id: string, verdict: string }[]} */ (report.checks);
  return Object.fromEntries(checks.filter(({ verdict }) => verdict !== "ok").map(({ id, verdict }) => [id, verdict]));
}

/**
 * A text on one long line.
 *
 * @param {string} text
 */
function oneLine(text) {
  return text.replace(/\s+/g, " ");
}
