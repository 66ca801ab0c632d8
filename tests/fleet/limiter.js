// The limiter and admission of the package's own route, for a fleet that is simulated elsewhere: reads one event
// per line, with its time, and writes one decision per line.

import { createInterface } from "node:readline";
import { admission } from "../../src/route/limiter/admission.js";
import { memoryLimiter } from "../../src/route/limiter/memory.js";

/** Each user here has one request at a time. */
const PER_USER_PER_MINUTE = 30;
/** How long a route holds a request at most, by default. */
const LONGEST_HOLD_MS = 2_000;

const limits = { perMinute: Number(process.argv[2]), perUserPerMinute: PER_USER_PER_MINUTE };
let nowMs = 0;
const memory = memoryLimiter({ now: () => nowMs });
/** @type {import("../../src/route/limiter/fallback.js").SafeLimiter} */
const limiter = {
  take: async (caller) => memory.take(caller, limits),
  refused: async (caller, pauseMs) => memory.refused(caller, pauseMs, limits),
};

/** Resolves the requests that are held, by user. @type {Map<string, () => void>} */
const held = new Map();
let userId = "";
/** @type {(decision: string) => void} */
let decide;

const admit = admission(limiter, LONGEST_HOLD_MS, (ms) => {
  decide(`hold ${ms}`);
  return new Promise((resolve) => held.set(userId, resolve));
});

for await (const line of createInterface({ input: process.stdin })) {
  const [what, user, time, pauseMs] = line.split(" ");
  userId = user;
  nowMs = Number(time);
  const decision = await new Promise((resolve) => {
    decide = resolve;
    begin(what, Number(pauseMs));
  });
  process.stdout.write(`${decision}\n`);
}

/**
 * @param {string} what
 * @param {number} pauseMs
 */
async function begin(what, pauseMs) {
  const caller = { userId, request: "sso" };
  if (what === "wake") return held.get(userId)?.();
  const { waitMs } = what === "take" ? await admit(caller) : await limiter.refused(caller, pauseMs);
  decide(String(waitMs));
}
