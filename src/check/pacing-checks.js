// When a rate-limited client is told to retry.

import { inWords } from "./duration-words.js";
import { note, ok, warning } from "./findings.js";

const TOO_MANY = 429;
const SECOND_MS = 1_000;

/** @type {import("./check.js").OverallCheck[]} */
export const pacingChecks = [{ id: "pacing/slot", look: slot }];

/** @param {import("./check.js").Evidence} evidence */
function slot({ exchanges, target, quote }) {
  const refused = [...exchanges.values()].flatMap(({ reply }) => (reply?.status === TOO_MANY ? [reply] : []));
  const [busy] = refused;
  if (!busy) {
    if (target.burst === 0) return undefined;
    return note(`${target.burst} more requests all succeeded, so no 429 was seen.`);
  }
  const remedy = {
    mend: "Give each rejected request its own slot, in milliseconds, and round Retry-After up to whole seconds; workos-widget-tokens/route does.",
    code: 'response.set("Retry-After", String(Math.ceil(waitMs / 1000))).status(429).json({ error: "rate_limited", retry_in_ms: waitMs });',
  };
  const waitMs = busy.body?.retry_in_ms;
  const { retryAfterMs } = busy;
  if (waitMs === undefined) {
    // refusals/retry-after reports a 429 without either.
    if (!busy.headers.has("retry-after")) return undefined;
    return note("Status 429 has no retry_in_ms for each request: all rejected clients retry at about the same time.");
  }
  if (typeof waitMs !== "number" || !(waitMs >= 0)) {
    const effect = "The manager ignores it and uses Retry-After, or else its own backoff.";
    return warning(`retry_in_ms is ${quote(JSON.stringify(waitMs))}, which is not a number of milliseconds.`, {
      effect,
      ...remedy,
    });
  }
  if (!Number.isNaN(retryAfterMs) && (retryAfterMs < waitMs || retryAfterMs - waitMs > SECOND_MS)) {
    return warning(`retry_in_ms says ${inWords(waitMs)}, Retry-After ${inWords(retryAfterMs)}.`, {
      effect: "Some clients retry at the one time, some at the other: too early, or after their slot.",
      ...remedy,
    });
  }
  return ok(`Status 429 names the request's own slot, in ${inWords(waitMs)}.`);
}
