#!/usr/bin/env node
// The command: npx workos-widget-tokens check <url>

import { parseCommandLine } from "./command-line.js";
import { converse } from "./conversation.js";
import { judge } from "./judge.js";
import { Misuse } from "./misuse.js";
import { reportJson, reportUnreachableJson } from "./report-json.js";
import { reportText } from "./report-text.js";
import { Unreachable } from "./unreachable.js";
import { usage } from "./usage.js";
import { readVersion } from "./version.js";

const ALL_RIGHT = 0;
const SOMETHING_WRONG = 1;
const NOT_CHECKED = 2;

// The reader may stop early, as head does.
process.stdout.on("error", () => {});

process.exitCode = await run(process.argv.slice(2));

/** @param {string[]} args */
async function run(args) {
  try {
    const command = parseCommandLine(args);
    if (command.kind === "help") return say(usage);
    if (command.kind === "version") return say(readVersion());
    return await check(command);
  } catch (error) {
    if (!(error instanceof Misuse)) throw error;
    process.stderr.write(`${error.message}\nSee: workos-widget-tokens --help\n`);
    return NOT_CHECKED;
  }
}

/** @param {import("./command-line.js").CheckCommand} command */
async function check({ target, json, strict }) {
  try {
    const evidence = await converse(target);
    const findings = judge(evidence);
    const { stdout, env } = process;
    const colours = Boolean(stdout.isTTY && !env.NO_COLOR && env.TERM !== "dumb");
    say(json ? reportJson(evidence, findings) : reportText(evidence, findings, { colours }));
    const isBad = findings.some(({ verdict }) => verdict === "wrong" || (strict && verdict === "warning"));
    return isBad ? SOMETHING_WRONG : ALL_RIGHT;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    if (json) say(reportUnreachableJson(target, error));
    else process.stderr.write(`${error.message}\n`);
    return NOT_CHECKED;
  }
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
  return ALL_RIGHT;
}
