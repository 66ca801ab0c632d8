// How long the replies took.

import { inWords } from "./duration-words.js";
import { ok, warning, wrong } from "./findings.js";

const MANAGER_TIMEOUT_MS = 10_000;
const SLOW_MS = 2_000;

const REMEDY = {
  mend: "Call WorkOS once with a short timeout: the manager retries, and the SDK's own retries can take minutes.",
  code: "new WorkOS(process.env.WORKOS_API_KEY, { timeout: 8_000, maxRetries: 0 });",
};

/** @type {import("./check.js").OverallCheck[]} */
export const timeChecks = [{ id: "time/reply", look: replyTime }];

/** @param {import("./check.js").Evidence} evidence */
function replyTime({ exchanges }) {
  const all = [...exchanges.values()];
  const slowest = all.reduce((slower, each) => (each.durationMs > slower.durationMs ? each : slower));
  const took = `The request "${slowest.name}" took ${inWords(slowest.durationMs)}`;
  const isUnanswered = slowest.failure?.kind === "timeout";
  if (slowest.durationMs > MANAGER_TIMEOUT_MS || isUnanswered) {
    return wrong(isUnanswered ? `${took} and was not answered.` : `${took}.`, {
      effect: "The manager times out after 10 s (requestTimeoutMs) and retries: widgets keep loading.",
      ...REMEDY,
    });
  }
  if (slowest.durationMs > SLOW_MS) {
    return warning(`${took}.`, {
      effect: "Users see a loading widget for that long, and longer on a slow network.",
      ...REMEDY,
    });
  }
  const each = all.length === 1 ? "The reply" : `The slowest of ${all.length} replies`;
  return ok(
    `${each} took ${inWords(slowest.durationMs)}. (Outages were not tested: turn the SDK's retries off, maxRetries: 0.)`,
  );
}
