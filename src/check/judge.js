import { accessChecks } from "./access-checks.js";
import { corsChecks } from "./cors-checks.js";
import { coverageChecks } from "./coverage-checks.js";
import { wrong } from "./findings.js";
import { headerChecks } from "./header-checks.js";
import { jwtChecks } from "./jwt-checks.js";
import { lifetimeChecks } from "./lifetime-checks.js";
import { pacingChecks } from "./pacing-checks.js";
import { refusalChecks } from "./refusal-checks.js";
import { repeatChecks } from "./repeat-checks.js";
import { replyChecks } from "./reply-checks.js";
import { secretChecks } from "./secret-checks.js";
import { timeChecks } from "./time-checks.js";

/**
 * @typedef {import("./findings.js").Finding & { id: string }} NamedFinding
 * @typedef {import("./conversation.js").Evidence} Evidence
 */

const TOO_MANY = 429;

/** @type {import("./check.js").Check[]} */
const checks = [
  ...replyChecks,
  ...lifetimeChecks,
  ...jwtChecks,
  ...repeatChecks,
  ...headerChecks,
  ...corsChecks,
  ...accessChecks,
  ...refusalChecks,
  ...pacingChecks,
  ...secretChecks,
  ...timeChecks,
  ...coverageChecks,
];

/**
 * Runs all checks.
 *
 * @param {Evidence} evidence
 * @returns {NamedFinding[]}
 */
export function judge(evidence) {
  return checks.flatMap((check) => {
    const finding = check.of === undefined ? check.look(evidence) : lookAtReply(check, evidence);
    return finding ? [{ id: check.id, ...finding }] : [];
  });
}

/**
 * @param {import("./check.js").ReplyCheck} check
 * @param {Evidence} evidence
 */
function lookAtReply(check, evidence) {
  const exchange = evidence.exchanges.get(check.of);
  if (exchange?.reply) {
    // A 429 does not answer the check; refusals/retry-after reports what was skipped.
    const isUnanswered = exchange.reply.status === TOO_MANY && check.of !== "first";
    return isUnanswered ? undefined : check.look(exchange.reply, evidence);
  }
  // A missing reply to the first request is reported by time/reply.
  if (!exchange?.failure || check.of === "first") return undefined;
  const { kind, code } = exchange.failure;
  const happened =
    kind === "timeout"
      ? "timed out"
      : `got no reply${kind === "dropped" ? ": the connection was closed" : ""} (${code})`;
  return wrong(`The request "${check.of}" ${happened}.`, {
    effect: "The manager treats it as a network failure and keeps retrying instead of reporting the error.",
    mend: "Check the server's log. Answer every error with a status and JSON, and do not let one end the process or the connection.",
    code: 'app.use((error, request, response, next) => response.status(500).json({ error: "server_error" }));',
  });
}
