/**
 * A manager whose surroundings misbehave, then recover. In every case each promise settles,
 * rejections are TokenErrors, no message contains a secret, and the next caller is served.
 */

import assert from "node:assert/strict";
import { createTokenManager, TokenError } from "../../dist/index.js";
import { outcomeOf, skip, takeOverTime } from "./virtual-time.js";

takeOverTime();

export const ENDPOINT = "https://app.example/api/widget-token";
export const KEY = Object.freeze({ organizationId: "org_1", widgetScope: /** @type {const} */ ("sso") });

/** No message may contain this. */
export const SECRET = "sk_live_c2VjcmV0";

const EVENTS = /** @type {const} */ (["token", "retry", "error", "expired", "invalidated", "idle"]);

/** Longer than the five seconds for which a refusal is remembered, and the breaker's minute. */
const FORGOTTEN_MS = 61_000;

export const goodReply = () => new Response(JSON.stringify({ token: "widget_good", expires_in: 600 }));

/**
 * A manager that sends its requests to `exchange`, until `recover` is called.
 *
 * @param {(...args: any[]) => any} exchange stands in for `fetch`
 * @param {object} [options]
 */
export function openScene(exchange, options) {
  let hasRecovered = false;
  const tokens = createTokenManager({
    endpoint: ENDPOINT,
    fetch: (...args) => (hasRecovered ? Promise.resolve(goodReply()) : exchange(...args)),
    ...options,
  });
  /** @type {any[]} */
  const events = [];
  for (const name of EVENTS) tokens.on(name, (event) => events.push({ name, ...event }));
  return {
    tokens,
    /** All events so far. */
    events,
    recover: () => {
      hasRecovered = true;
    },
  };
}

/**
 * Runs a scene to its end, and checks that the manager survives it. Returns the first caller's
 * outcome.
 *
 * @param {ReturnType<typeof openScene>} scene
 */
export async function play({ tokens, events, recover }) {
  const outcome = await outcomeOf(tokens.getToken(KEY, { waitTimeoutMs: 5_000 }));
  checkOutcome(outcome);
  for (const event of events) checkEvent(event);
  const seen = tokens.source(KEY).peek();
  if (seen?.error) checkError(seen.error);
  recover();
  skip(FORGOTTEN_MS);
  tokens.setUser("the next");
  assert.deepEqual(
    await outcomeOf(tokens.source(KEY).getToken()),
    { value: "widget_good" },
    "the next caller is served",
  );
  tokens.dispose();
  return outcome;
}

/** @param {{ value?: unknown, error?: unknown, isPending?: boolean }} outcome */
export function checkOutcome({ value, error, isPending }) {
  assert.ok(!isPending, "the promise settles");
  if (error === undefined) assert.match(String(value), /^[!-~]+$/, "the token is valid in a header");
  else checkError(error);
}

/** @param {any} error */
export function checkError(error) {
  assert.ok(error instanceof TokenError, `a TokenError, not ${describe(error)}`);
  checkMessages(error);
}

/** @param {any} event */
function checkEvent({ name, error, lifetimeMs, refreshInMs }) {
  if (error) checkError(error);
  if (name !== "token") return;
  // Zero for a token that may have expired within the rounding to seconds.
  assert.ok(lifetimeMs >= 0 && Number.isFinite(lifetimeMs), "a token event's lifetime is a number");
  assert.ok(refreshInMs >= 0 && refreshInMs <= lifetimeMs, "it is renewed within its lifetime");
}

/** @param {any} error */
function checkMessages({ message, description, code }) {
  for (const words of [message, description ?? ""]) {
    assert.ok(!words.includes("sk_live_c2V"), `no secret in the message of ${code}`);
    assert.ok(!words.includes("widget_"), `no token in the message of ${code}`);
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
    return "something without a string form";
  }
}
