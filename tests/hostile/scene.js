/**
 * A manager whose surroundings misbehave, then behave. Whatever happened, these hold: every
 * promise settles, nothing but a TokenError is rejected with, no secret is in any message,
 * and the next caller is served.
 */

import assert from "node:assert/strict";
import { createTokenManager, TokenError } from "../../dist/index.js";
import { outcomeOf, skip, takeOverTime } from "./virtual-time.js";

takeOverTime();

export const ENDPOINT = "https://app.example/api/widget-token";
export const KEY = Object.freeze({ organizationId: "org_1", widgetScope: /** @type {const} */ ("sso") });

/** In no message may this be found. */
export const SECRET = "sk_live_c2VjcmV0";

const EVENTS = /** @type {const} */ (["token", "retry", "error", "expired", "invalidated", "idle"]);

/** Past the five seconds for which a refusal is remembered, and a breaker's minute. */
const FORGOTTEN_MS = 61_000;

export const goodReply = () => new Response(JSON.stringify({ token: "widget_good", expires_in: 600 }));

/**
 * A manager that sends its requests to `exchange`, until `mend` is called.
 *
 * @param {(...args: any[]) => any} exchange stands in for `fetch`
 * @param {object} [options]
 */
export function openScene(exchange, options) {
  let isMended = false;
  const tokens = createTokenManager({
    endpoint: ENDPOINT,
    fetch: (...args) => (isMended ? Promise.resolve(goodReply()) : exchange(...args)),
    ...options,
  });
  /** @type {any[]} */
  const heard = [];
  for (const name of EVENTS) tokens.on(name, (event) => heard.push({ name, ...event }));
  return {
    tokens,
    /** Every event that there was. */
    heard,
    mend: () => {
      isMended = true;
    },
  };
}

/**
 * Plays a scene to its end, and checks that it was borne. Returns what the first caller was told.
 *
 * @param {ReturnType<typeof openScene>} scene
 */
export async function bear({ tokens, heard, mend }) {
  const told = await outcomeOf(tokens.getToken(KEY, { waitTimeoutMs: 5_000 }));
  checkTold(told);
  for (const event of heard) checkEvent(event);
  const seen = tokens.source(KEY).peek();
  if (seen?.error) checkError(seen.error);
  mend();
  skip(FORGOTTEN_MS);
  tokens.setUser("the next");
  assert.deepEqual(
    await outcomeOf(tokens.source(KEY).getToken()),
    { value: "widget_good" },
    "the next caller is served",
  );
  tokens.dispose();
  return told;
}

/** @param {{ value?: unknown, error?: unknown, isPending?: boolean }} told */
export function checkTold({ value, error, isPending }) {
  assert.ok(!isPending, "the promise settles");
  if (error === undefined) assert.match(String(value), /^[!-~]+$/, "a token that can stand in a header");
  else checkError(error);
}

/** @param {any} error */
export function checkError(error) {
  assert.ok(error instanceof TokenError, `a TokenError, not ${describe(error)}`);
  checkWords(error);
}

/** @param {any} event */
function checkEvent({ name, error, lifetimeMs, refreshInMs }) {
  if (error) checkError(error);
  if (name !== "token") return;
  // Zero is a life that may be over by the rounding of seconds.
  assert.ok(lifetimeMs >= 0 && Number.isFinite(lifetimeMs), "a token event's lifetime is a number");
  assert.ok(refreshInMs >= 0 && refreshInMs <= lifetimeMs, "it is renewed within its life");
}

/** @param {any} error */
function checkWords({ message, description, code }) {
  for (const words of [message, description ?? ""]) {
    assert.ok(!words.includes("sk_live_c2V"), `no secret in the words of ${code}`);
    assert.ok(!words.includes("widget_"), `no token in the words of ${code}`);
  }
}

/**
 * Calls a function, and returns what it throws.
 *
 * @param {() => unknown} call
 */
export function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return { error };
  }
  return undefined;
}

/** @param {() => unknown} call */
export function checkThrown(call) {
  const thrown = thrownBy(call);
  if (thrown) checkError(thrown.error);
}

/** @param {{ tokens: ReturnType<typeof createTokenManager> }} scene */
export async function checkServes({ tokens }) {
  assert.deepEqual(
    await outcomeOf(tokens.source(KEY).getToken()),
    { value: "widget_good" },
    "the next caller is served",
  );
  tokens.dispose();
}

/** @param {unknown} error */
function describe(error) {
  try {
    return String(error);
  } catch {
    return "something that has no words";
  }
}
