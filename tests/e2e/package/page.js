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

/** Has `settled()` know of the requests that are under way. */
function watchRequests() {
  const { fetch } = globalThis;
  globalThis.fetch = async (...args) => {
    underWay++;
    try {
      const response = await fetch(...args);
      const text = await response.text();
      Object.defineProperty(response, "text", { value: async () => text });
      return response;
    } finally {
      underWay--;
    }
  };
}

/** Resolves when no request is under way, and all that follows from the last is done. */
async function settled() {
  do await task();
  while (underWay > 0);
  await task();
}

Object.assign(globalThis, { createTokenManager, TokenError, task, until, report, outcome, thrownBy, note, later });
Object.assign(globalThis, { watchRequests, settled, sso: { organizationId: "org_1", widgetScope: "sso" } });
