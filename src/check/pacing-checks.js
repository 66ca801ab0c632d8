// When those who are refused for being too many are told to come back.

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
    return note(`${target.burst} more requests were all answered, so what a 429 says was not seen.`);
  }
  const remedy = {
    mend: "Tell each refused request its own slot, in milliseconds, and round Retry-After up to whole seconds; workos-widget-tokens/route does.",
    code: 'response.set("Retry-After", String(Math.ceil(waitMs / 1000))).status(429).json({ error: "rate_limited", retry_in_ms: waitMs });',
  };
  const waitMs = busy.body?.retry_in_ms;
  const { retryAfterMs } = busy;
  if (waitMs === undefined) {
    // That a 429 says nothing at all is told elsewhere.
    if (!busy.headers.has("retry-after")) return undefined;
    return note(
      "Status 429 has no retry_in_ms of its own for each request: all who are refused come back at about the same time.",
    );
  }
  if (typeof waitMs !== "number" || !(waitMs >= 0)) {
    const effect = "The manager does not believe it, and goes by Retry-After, or guesses.";
    return warning(`retry_in_ms is ${quote(JSON.stringify(waitMs))}, which is no number of milliseconds.`, {
      effect,
      ...remedy,
    });
  }
  if (!Number.isNaN(retryAfterMs) && (retryAfterMs < waitMs || retryAfterMs - waitMs > SECOND_MS)) {
    return warning(`retry_in_ms says ${inWords(waitMs)}, Retry-After ${inWords(retryAfterMs)}.`, {
      effect: "Some clients come back at the one time, some at the other: too early, or when the slot is gone.",
      ...remedy,
    });
  }
  return ok(`Status 429 names the request's own slot, in ${inWords(waitMs)}.`);
}
