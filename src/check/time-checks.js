// How long the replies took.

import { inWords } from "./duration-words.js";
import { ok, warning, wrong } from "./findings.js";

const MANAGER_TIMEOUT_MS = 10_000;
const SLOW_MS = 2_000;

const REMEDY = {
  mend: "Let the route ask WorkOS once and give up soon: the manager does the retrying, and the SDK's own can take minutes.",
  code: "new WorkOS(process.env.WORKOS_API_KEY, { timeout: 8_000, maxRetries: 0 });",
};

/** @type {import("./check.js").OverallCheck[]} */
export const timeChecks = [{ id: "time/reply", look: replyTime }];

/** @param {import("./check.js").Evidence} evidence */
function replyTime({ exchanges }) {
  const all = [...exchanges.values()];
  const slowest = all.reduce((slower, each) => (each.durationMs > slower.durationMs ? each : slower));
  const took = `"${slowest.name}" took ${inWords(slowest.durationMs)}`;
  const isUnanswered = slowest.failure?.kind === "timeout";
  if (slowest.durationMs > MANAGER_TIMEOUT_MS || isUnanswered) {
    return wrong(isUnanswered ? `${took} and was not answered.` : `${took}.`, {
      effect: "The manager gives up after 10 s (requestTimeoutMs) and asks again: widgets stay in their loading state.",
      ...REMEDY,
    });
  }
  if (slowest.durationMs > SLOW_MS) {
    return warning(`${took}.`, {
      effect: "Users see a loading widget for as long, and on a slow network more.",
      ...REMEDY,
    });
  }
  const each = all.length === 1 ? "The reply" : `The slowest of ${all.length} replies`;
  return ok(
    `${each} took ${inWords(slowest.durationMs)}. (An outage was not tried: in one, let the SDK not retry, maxRetries: 0.)`,
  );
}
