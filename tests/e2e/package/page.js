/** What every page of the tests has at hand; it runs in the browser. */

import { createTokenManager, TokenError } from "/pkg/index.js";

/** Resolves in a task of its own, whatever has been done to the timers. */
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

/** An error as plain data, to be looked at outside. */
function report(error) {
  const { name, message, code, status, description, transient, retryAfterMs, attempts, key } = error;
  const kinds = { isTokenError: error instanceof TokenError, isError: error instanceof Error };
  const cause = error.cause === undefined ? undefined : String(error.cause);
  return { ...kinds, name, message, code, status, description, transient, retryAfterMs, attempts, key, cause };
}

/** What came of a promise, as plain data. */
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

/** Notes what comes of a promise in `later[name]`, without waiting for it. */
function note(name, promise) {
  later[name] = undefined;
  outcome(promise).then((result) => {
    later[name] = result;
  });
}

const later = {};

let underWay = 0;

/** Opens when requests may go out; closed while the clock moves. */
let gate = Promise.resolve();
let openGate = () => {};

/** Has `settled()` know of the requests that are under way. */
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
 * Moves the page's clock on, until a request wants to go out: its reply comes by a clock that nobody moves. It is sent
 * when the test has moved its own clock, too, and calls `settled()`.
 *
 * Here and not by a call of Playwright for each step, which costs ten times as much, and more with each.
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

/** Resolves when no request is under way, and all that follows from the last is done. */
async function settled() {
  openGate();
  do await task();
  while (underWay > 0);
  await task();
}

Object.assign(globalThis, { createTokenManager, TokenError, task, until, report, outcome, thrownBy, note, later });
Object.assign(globalThis, { watchRequests, moveClock, settled, sso: { organizationId: "org_1", widgetScope: "sso" } });
