/** A manager with many live keys, one of which becomes due repeatedly. */

import { armed, moveOn, realNow, ring } from "./held-time.js";

export { bytesOfSeen as wasmBytes } from "./instances.js";

const SHORT_LIFE_SECONDS = 60;
const LONG_LIFE_SECONDS = 36_000;
/** A token of sixty seconds is due at half of its lifetime, or slightly earlier. */
const STEP_MS = 30_000;
/** A lease ends within this time. */
const ROUND_MS = 1_000;

let fetches = 0;
let askedAtMs = 0;
/** @type {import("../../../dist/index.js").TokenManager} */
let tokens;
/** @type {import("../../../dist/index.js").TokenKey[]} */
let keys;

/** @param {string} script an entry of the package */
export async function open(script) {
  const { createTokenManager } = await import(script);
  tokens = createTokenManager({ endpoint: "/api/widget-token", fetch: answer });
}

/**
 * Keeps this many keys live.
 *
 * @param {number} count
 */
export async function hold(count) {
  keys = Array.from({ length: count }, (_, index) => ({ organizationId: `org_${index}`, widgetScope: "sso" }));
  for (const key of keys) tokens.source(key).subscribe(() => {});
  await Promise.all(keys.map((key) => tokens.getToken(key)));
}

/** The number of armed timers: right after a read of every key, and after its leases have ended. */
export async function countTimers() {
  await Promise.all(keys.map((key) => tokens.getToken(key)));
  const afterRead = armed();
  moveOn(ROUND_MS);
  ring();
  return { afterRead, atRest: armed() };
}

/**
 * Lets the one key become due this many times.
 *
 * @param {number} count
 * @returns {Promise<number>} milliseconds from a tick's timer to the request: the mean, because a single tick
 * takes about one step of the clock
 */
export async function tick(count) {
  let ms = 0;
  for (let index = 0; index < count; index++) {
    const before = fetches;
    const renewed = nextToken();
    moveOn(STEP_MS);
    const start = realNow();
    ring();
    const rungAtMs = realNow();
    await renewed;
    // The request may be sent in a task of its own.
    ms += Math.max(rungAtMs, askedAtMs) - start;
    if (fetches !== before + 1) throw new Error(`${fetches - before} keys were due`);
  }
  return ms / count;
}

/** @returns {Promise<void>} */
const nextToken = () =>
  new Promise((resolve) => {
    const end = tokens.on("token", () => {
      end();
      resolve();
    });
  });

/**
 * Within the page, because the benchmark is about keys, not the network.
 *
 * @param {unknown} _
 * @param {{ body: string }} request
 */
async function answer(_, { body }) {
  fetches++;
  askedAtMs = realNow();
  const isDueOften = JSON.parse(body).organizationId === "org_0";
  const expires_in = isDueOften ? SHORT_LIFE_SECONDS : LONG_LIFE_SECONDS;
  return Response.json({ token: `widget_${crypto.randomUUID()}`, expires_in });
}
