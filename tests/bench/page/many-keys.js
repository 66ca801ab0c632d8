/** A manager with many live keys, of which one is due again and again. */

import { armed, moveOn, realNow, ring } from "./held-time.js";

export { bytesOfSeen as wasmBytes } from "./instances.js";

const SHORT_LIFE_SECONDS = 60;
const LONG_LIFE_SECONDS = 36_000;
/** A token of sixty seconds is due when half of them are over, or a little sooner. */
const STEP_MS = 30_000;
/** In which a lease ends. */
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
 * Holds so many keys live.
 *
 * @param {number} count
 */
export async function hold(count) {
  keys = Array.from({ length: count }, (_, index) => ({ organizationId: `org_${index}`, widgetScope: "sso" }));
  for (const key of keys) tokens.source(key).subscribe(() => {});
  await Promise.all(keys.map((key) => tokens.getToken(key)));
}

/** How many timers are armed: right after a read of every key, and when its leases are over. */
export async function countTimers() {
  await Promise.all(keys.map((key) => tokens.getToken(key)));
  const afterRead = armed();
  moveOn(ROUND_MS);
  ring();
  return { afterRead, atRest: armed() };
}

/**
 * Lets the one key become due, so many times.
 *
 * @param {number} count
 * @returns {Promise<number>} milliseconds from a tick's timer until the token is asked for: the mean, because one
 *   alone takes as long as the clock is fine
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
    // The request may be made by a task of its own.
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
 * From within the page, because the keys matter and not the way to them.
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
