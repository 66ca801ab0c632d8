import { within } from "../time-limit.js";
import { SCRIPT } from "./redis-script.js";

/** If Redis is slower, the process limits in memory. */
const TIMEOUT_MS = 500;

/** @type {typeof import("../index.js").redisLimiter} */
export function redisLimiter(client, { prefix = "workos-widget-tokens", timeoutMs = TIMEOUT_MS, now } = {}) {
  const run = scriptRunner(client);
  const witness = createWitness();

  /**
   * @param {"take" | "refused"} what
   * @param {import("./pacing.js").Caller} caller
   * @param {import("./pacing.js").Limits} limits
   * @param {number} pauseMs
   * @returns {Promise<import("./pacing.js").Decision>}
   */
  async function ask(what, { userId, request }, { perMinute, perUserPerMinute, windowMs = 60_000 }, pauseMs) {
    // The braces keep all keys in one hash slot of a cluster.
    const keys = ["sent", "slots", "state", `user:${userId}`].map((name) => `{${prefix}}:${name}`);
    const holder = JSON.stringify([userId, request]);
    const sent = witness.look();
    const time = now ? [now(), "", ""] : ["", ...witness.bounds(sent)];
    const args = [what, holder, perMinute, perUserPerMinute, windowMs, pauseMs, ...time].map(String);
    const reply = await within(timeoutMs, run(keys, args), () => {
      throw new Error(`Redis did not answer in ${timeoutMs} ms.`);
    });
    const [waitMs, limit, timeMs] = reply.map(String);
    witness.note(Number(timeMs), sent);
    return { waitMs: Number(waitMs), limit: limit === "user" ? "user" : "key" };
  }

  return {
    take: (caller, limits) => ask("take", caller, limits, 0),
    refused: (caller, pauseMs, limits) => ask("refused", caller, limits, pauseMs),
  };
}

/**
 * This process's estimate of the script's time, to detect jumps of Redis's clock.
 *
 * @param {() => number} [look] milliseconds of a clock that never jumps
 */
function createWitness(look = () => performance.now()) {
  /** @type {{ timeMs: number, sentMs: number, receivedMs: number } | undefined} */
  let last;
  return {
    look,
    /** @param {number} sentMs returns the least and the greatest possible time */
    bounds: (sentMs) =>
      last ? [last.timeMs + sentMs - last.receivedMs, last.timeMs + sentMs - last.sentMs] : ["", ""],
    /**
     * @param {number} timeMs
     * @param {number} sentMs
     */
    note(timeMs, sentMs) {
      last = { timeMs, sentMs, receivedMs: look() };
    },
  };
}

/**
 * @param {any} client of node-redis or ioredis
 * @returns {(keys: string[], args: string[]) => Promise<unknown[]>}
 */
function scriptRunner(client) {
  const isIoredis = typeof client?.evalsha === "function" && typeof client?.defineCommand === "function";
  if (!isIoredis && typeof client?.evalSha !== "function") {
    throw new TypeError("redisLimiter needs a client of node-redis (4 or newer) or ioredis");
  }
  /** @type {(name: "eval" | "evalSha", script: string, keys: string[], args: string[]) => Promise<unknown[]>} */
  const call = isIoredis
    ? async (name, script, keys, args) => client[name.toLowerCase()](script, keys.length, ...keys, ...args)
    : async (name, script, keys, args) => client[name](script, { keys, arguments: args });
  /** @type {Promise<string> | undefined} */
  let hash;
  return async (keys, args) => {
    hash ??= sha1(SCRIPT);
    try {
      return await call("evalSha", await hash, keys, args);
    } catch (error) {
      if (!String(/** @type {any} */ (error)?.message).includes("NOSCRIPT")) throw error;
      return call("eval", SCRIPT, keys, args);
    }
  };
}

/** @param {string} text */
async function sha1(text) {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
