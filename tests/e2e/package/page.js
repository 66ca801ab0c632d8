/** What every page of the tests provides; runs in the browser. */

import { createTokenManager, TokenError } from "/pkg/index.js";

/** Resolves in a task of its own, even if timers are replaced. */
function task() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(undefined);
  });
}

/** @param {() => unknown} condition */
async function until(condition) {
  while (!condition()) await task();
}

/** An error as plain data, for assertions outside the page. */
function report(error) {
  const { name, message, code, status, description, transient, retryAfterMs, attempts, key } = error;
  const kinds = { isTokenError: error instanceof TokenError, isError: error instanceof Error };
  const cause = error.cause === undefined ? undefined : String(error.cause);
  return { ...kinds, name, message, code, status, description, transient, retryAfterMs, attempts, key, cause };
}

/** The outcome of a promise, as plain data. */
function outcome(promise) {
  return promise.then(
    (token) => ({ token }),
    (error) => ({ error: report(error) }),
  );
}

/** What a call throws, as plain data. */
function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return report(error);
  }
  return undefined;
}

/** Records the outcome of a promise in `later[name]`, without waiting for it. */
function note(name, promise) {
  later[name] = undefined;
  outcome(promise).then((result) => {
    later[name] = result;
  });
}

const later = {};

let underWay = 0;

/** Opens when requests may be sent; closed while the clock advances. */
let gate = Promise.resolve();
let openGate = () => {};

/** Makes `settled()` wait for the pending requests. */
function watchRequests() {
  const { fetch } = globalThis;
  globalThis.fetch = async (...args) => {
    underWay++;
    try {
      await gate;
      const response = await fetch(...args);
      const text = await response.text();
      Object.defineProperty(response, "text", { value: async () => text });
      return response;
    } finally {
      underWay--;
    }
  };
}

/**
 * Advances the page's clock until a request is about to be sent, because its reply arrives in real time. It is sent
 * when the test has advanced its own clock, too, and calls `settled()`.
 *
 * Here and not by a Playwright call for each step, which costs ten times as much, and more with each.
 *
 * @param {{ ms: number, stepMs: number }} by
 * @returns {Promise<{ movedMs: number, isHeld: boolean }>} by how much, and whether a request waits
 */
async function moveClock({ ms, stepMs }) {
  gate = new Promise((resolve) => {
    openGate = resolve;
  });
  let movedMs = 0;
  while (movedMs < ms && underWay === 0) {
    const byMs = Math.min(stepMs, ms - movedMs);
    await __pwClock.controller.runFor(byMs);
    movedMs += byMs;
    await task();
    await task();
  }
  const isHeld = underWay > 0;
  if (!isHeld) openGate();
  return { movedMs, isHeld };
}

/** Resolves when no request is in flight, and all consequences of the last one have happened. */
async function settled() {
  openGate();
  do await task();
  while (underWay > 0);
  await task();
}

Object.assign(globalThis, { createTokenManager, TokenError, task, until, report, outcome, thrownBy, note, later });
Object.assign(globalThis, { watchRequests, moveClock, settled, sso: { organizationId: "org_1", widgetScope: "sso" } });
