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
 * What all checks together find.
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
    // A route that asks to slow down has not answered the question; what was not asked is told elsewhere.
    const isUnanswered = exchange.reply.status === TOO_MANY && check.of !== "first";
    return isUnanswered ? undefined : check.look(exchange.reply, evidence);
  }
  // That the first got no reply is told by the time it took.
  if (!exchange?.failure || check.of === "first") return undefined;
  const { kind, code } = exchange.failure;
  const happened =
    kind === "timeout"
      ? "got no reply in time"
      : `got no reply${kind === "dropped" ? ": the connection broke" : ""} (${code})`;
  return wrong(`The request "${check.of}" ${happened}.`, {
    effect: "The manager takes it for a broken network and asks again and again, instead of telling what is wrong.",
    mend: "See the server's log: answer each error with a status and JSON, and let no error end the process or the connection.",
    code: 'app.use((error, request, response, next) => response.status(500).json({ error: "server_error" }));',
  });
}
