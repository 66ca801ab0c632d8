/**
 * A worker that makes all the calls that a page makes, while the module traps or a clock throws.
 * Posts what was thrown, and which promises are pending at the end.
 */

import { parentPort, workerData } from "node:worker_threads";
import { createTokenManager, init, TokenError } from "../../dist/streaming.js";
import { skip, takeOverTime, turn } from "./virtual-time.js";

const ENDPOINT = "https://app.example/api/widget-token";
const KEY = /** @type {const} */ ({ organizationId: "org_1", widgetScope: "sso" });

/** @typedef {{ what: string, isTokenError: boolean, words: string }} Thrown */

/** @type {Thrown[]} */
const thrown = [];
/** @type {Set<string>} */
const pending = new Set();

/**
 * @param {string} what
 * @param {unknown} error
 */
const note = (what, error) =>
  thrown.push({ what, isTokenError: error instanceof TokenError, words: String(error).slice(0, 120) });

process.on("uncaughtException", (error) => note("an uncaught error", error));
process.on("unhandledRejection", (error) => note("an unhandled rejection", error));
takeOverTime();

/** @type {string | undefined} */
let nextToken;
const { bytes, failingStep, isDeep } = workerData;
try {
  await init(bytes);
  if (isDeep) await recurse();
  else await runSteps();
} catch (error) {
  note("init", error);
}
await turn();
parentPort?.postMessage({ thrown, pending: [...pending], nextToken });

/**
 * Runs a step, and records its outcome.
 *
 * @param {string} what
 * @param {() => unknown} step
 */
function attempt(what, step) {
  try {
    const result = step();
    if (!(result instanceof Promise)) return;
    pending.add(what);
    result.catch((error) => note(what, error)).finally(() => pending.delete(what));
  } catch (error) {
    note(what, error);
  }
}

async function runSteps() {
  /** @type {((response: Response) => void)[]} */
  const replies = [];
  const fetch = () => /** @type {Promise<Response>} */ (new Promise((resolve) => replies.push(resolve)));
  const tokens = createTokenManager({ endpoint: ENDPOINT, fetch });
  const source = tokens.source(KEY);
  const other = createTokenManager({ endpoint: ENDPOINT, fetch: () => new Promise(() => {}) });
  /** @type {[string, () => unknown][]} */
  const steps = [
    ["an unlimited wait", () => source.getToken()],
    ["a wait", () => tokens.getToken(KEY)],
    ["another key", () => tokens.getToken({ ...KEY, widgetScope: "dsync" })],
    ["another manager's wait", () => other.getToken(KEY)],
    ["subscribe", () => source.subscribe(() => undefined)],
    ["peek", () => source.peek()],
    ["reply", () => replies.shift()?.(goodReply())],
    ["refusal", () => replies.shift()?.(new Response("{}", { status: 503 }))],
    ["invalidate", () => source.invalidate()],
    ["a forced wait", () => source.getToken({ forceRefresh: true })],
    ["an aborted wait", () => waitAndAbort(tokens)],
    ["stats", () => tokens.stats()],
    ["a second passes", () => skip(1_000)],
    ["a minute passes", () => skip(60_000)],
    ["another user", () => tokens.setUser("user_2")],
    ["another user's wait", () => source.getToken()],
  ];
  for (const [index, [what, step]] of steps.entries()) {
    if (index === failingStep) failTheClock();
    attempt(what, step);
    await turn();
  }
  // From here on the route answers every request, and time advances.
  for (let round = 0; round < 60; round++) {
    for (const reply of replies.splice(0)) reply(goodReply());
    await turn();
    attempt("time", () => skip(30_000));
  }
  const stillPending = [...pending];
  await runNext(source);
  attempt("dispose", () => tokens.dispose());
  await turn();
  for (const what of stillPending) pending.add(what);
}

/**
 * A new manager beside one that may have failed.
 *
 * @param {import("../../dist/index.js").TokenSource} old
 */
async function runNext(old) {
  attempt("the next manager", () => {
    const next = createTokenManager({ endpoint: ENDPOINT, fetch: async () => goodReply() });
    attempt("the next manager's wait", () =>
      next.getToken(KEY).then((token) => {
        nextToken = token;
      }),
    );
    attempt("the next manager's source", () => next.source({ ...KEY, widgetScope: "dsync" }).getToken());
    // Late calls of the old manager do not affect the new one.
    attempt("an old source", () => old.peek());
    attempt("an old source's invalidate", () => old.invalidate());
  });
  for (let round = 0; round < 3; round++) {
    await turn();
    attempt("time", () => skip(1_000));
  }
}

/** @param {ReturnType<typeof createTokenManager>} tokens */
function waitAndAbort(tokens) {
  const controller = new AbortController();
  const promise = tokens.getToken({ ...KEY, widgetSession: "aborted" }, { signal: controller.signal });
  controller.abort();
  return promise;
}

/** The clock throws, once. */
function failTheClock() {
  const { now } = performance;
  performance.now = () => {
    performance.now = now;
    throw new Error("a clock that throws");
  };
}

/** Calls into the module near the end of the stack, and then normally. */
async function recurse() {
  const tokens = createTokenManager({ endpoint: ENDPOINT, fetch: async () => goodReply() });
  const source = tokens.source(KEY);
  let left = 0;
  /** @param {any[]} room so that the stack ends at another place each time */
  const deeper = (...room) => {
    try {
      deeper(...room);
    } catch {
      // The stack ends here: each caller upwards has a little more of it.
    }
    if (left-- > 0) source.peek();
  };
  for (let room = 0; room < 40; room++) {
    left = 300;
    try {
      deeper(...new Array(room).fill(0));
    } catch {
      // The recursion's own error.
    }
  }
  attempt("a wait after it", () => source.getToken());
  for (let round = 0; round < 10; round++) {
    await turn();
    attempt("time", () => skip(30_000));
  }
}

function goodReply() {
  return new Response(JSON.stringify({ token: "widget_good", expires_in: 600 }));
}
