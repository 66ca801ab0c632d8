import { Refusal, sendRefusal } from "../refusal.js";
import { remainingMs } from "./board.js";

const DEFAULT_RETRY_DATE_MS = 5_000;

/**
 * Middleware at which requests meet the faults that are switched on.
 *
 * @param {object} options
 * @param {import("./board.js").Faults} options.faults
 * @param {"workos" | "app"} options.at
 * @param {import("../clock.js").Clock} options.clock
 * @param {(response: import("express").Response, refusal: Refusal) => unknown} options.errorBody
 * @returns {import("express").RequestHandler}
 */
export function faultGate({ faults, at, clock, errorBody }) {
  return async (_request, response, next) => {
    const taken = faults.take(at);
    response.once("close", () => faults.release(taken));

    for (const { fault, over, endsAtMs } of taken) {
      // It may have ended while the request was held up by the one before it.
      if (over.signal.aborted) continue;
      if (fault.kind === "delay") {
        await wait(fault.delayMs, over.signal, response);
        if (response.destroyed) return;
        continue;
      }
      if (fault.kind === "drop") response.socket?.destroy();
      if (fault.kind === "stall") stall(response, over.signal);
      if (fault.kind === "reply") reply(response, fault);
      if (fault.kind === "status") {
        const refusal = refusalFor(fault);
        if (fault.retryAfter === "date") {
          response.set("Retry-After", retryDate(clock, fault.forMs && remainingMs(endsAtMs)));
        }
        sendRefusal(response, refusal, () => fault.body ?? errorBody(response, refusal));
      }
      return;
    }
    next();
  };
}

/**
 * Waits, until the fault is over or the client has gone, whichever is first.
 *
 * @param {number} delayMs
 * @param {AbortSignal} over
 * @param {import("express").Response} response
 * @returns {Promise<void>}
 */
function wait(delayMs, over, response) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      over.removeEventListener("abort", done);
      response.off("close", done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    over.addEventListener("abort", done);
    response.once("close", done);
  });
}

/**
 * Half a reply, then silence. When the fault is over the connection is cut: half a token is no token.
 *
 * @param {import("express").Response} response
 * @param {AbortSignal} over
 */
function stall(response, over) {
  response.status(200).type("json").write('{"token":"widget_');
  const cut = () => response.destroy();
  over.addEventListener("abort", cut);
  response.once("close", () => over.removeEventListener("abort", cut));
}

/**
 * @param {import("express").Response} response
 * @param {import("./parse.js").ReplyFault} fault
 */
function reply(response, { status, contentType, body }) {
  // setHeader, not set(): Express would add a charset to what was asked for.
  if (contentType !== undefined) response.setHeader("Content-Type", contentType);
  response.status(status).end(body);
}

/** @param {import("./parse.js").StatusFault} fault */
function refusalFor({ status, retryAfter }) {
  const seconds = typeof retryAfter === "number" ? retryAfter : undefined;
  return new Refusal(status, codeFor(status), "A fault was switched on for this demo.", seconds);
}

/**
 * @param {import("../clock.js").Clock} clock
 * @param {number} [aheadMs] to the fault's own end, where it has one
 */
function retryDate(clock, aheadMs = DEFAULT_RETRY_DATE_MS) {
  // An HTTP date has whole seconds, and one rounded down would be too early.
  return new Date(Math.ceil((clock.now() + aheadMs) / 1000) * 1000).toUTCString();
}

/** @param {number} status */
function codeFor(status) {
  if (status >= 500) return "server_error";
  const codes = new Map([
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "organization_not_found"],
    [429, "rate_limit_exceeded"],
  ]);
  return codes.get(status) ?? "invalid_request";
}
