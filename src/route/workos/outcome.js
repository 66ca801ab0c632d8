// Translates WorkOS's reply for the browser, and reports problems to the server's operator.

import { Refusal } from "../reply.js";
import { expiresAtMs } from "./expiry.js";

/**
 * @typedef {object} Outcome a token, or a refusal
 * @property {string} token
 * @property {number} expiresAtMs
 * @property {Refusal} [refusal]
 * @property {number} [pauseMs] how long WorkOS asked to be left alone; 0 if it failed and a retry may help
 * @property {import("../report.js").Problem} [problem]
 */

/** The pause after a 429 that states none. */
const PAUSE_MS = 10_000;
const LONGEST_DESCRIPTION = 200;
const SECRET_KEY = /\bsk_\w+/g;

/**
 * @param {import("./workos.js").Granted | import("./workos.js").Failed} reply
 * @param {Record<string, unknown>} fields of the request
 * @returns {Outcome}
 */
export function outcomeOf(reply, fields) {
  return "body" in reply ? granted(reply.body, fields) : failed(reply);
}

/** @returns {import("./workos.js").Failed} */
export const timedOut = () => ({ status: 408 });

/**
 * @param {unknown} cause
 * @returns {Outcome}
 */
export const withoutKey = (cause) =>
  refused(500, "server_error", MISCONFIGURED, {
    code: "workos_key",
    message: "The option `workos` returned neither a client of @workos-inc/node nor an API key (sk_…).",
    cause,
  });

const MISCONFIGURED = "WorkOS is misconfigured on the server.";

/**
 * @param {any} body
 * @param {Record<string, unknown>} fields
 * @returns {Outcome}
 */
function granted(body, fields) {
  const token = typeof body === "string" ? body : body?.token;
  if (typeof token === "string" && /^[!-~]+$/.test(token) && !token.startsWith("sk_")) {
    return { token, expiresAtMs: expiresAtMs(token, body, fields) };
  }
  return refused(502, "server_error", UNANSWERED, {
    code: "workos_reply",
    message: "WorkOS's reply contains no token.",
  });
}

const UNANSWERED = "WorkOS could not be reached, or returned no token.";

/**
 * @param {import("./workos.js").Failed} reply
 * @returns {Outcome}
 */
function failed({ status, description, retryAfterMs, cause }) {
  switch (status) {
    case 400:
    case 422:
      return refused(status, "invalid_request", inWords(description));
    case 401:
    case 403:
      return refused(500, "server_error", MISCONFIGURED, {
        code: "workos_key",
        message: `WorkOS rejected this server's API key (status ${status}): check its environment and that it may create widget tokens.`,
        cause,
      });
    case 404:
      return refused(404, "organization_not_found", "WorkOS does not know this organization.");
    case 429:
      return { ...refused(429, "rate_limited", BUSY), pauseMs: Math.max(0, retryAfterMs ?? PAUSE_MS) };
    case 408:
      return refused(504, "server_error", "WorkOS did not answer in time.", {
        code: "workos_timeout",
        message: "WorkOS did not answer in time.",
        cause,
      });
    default:
      return refused(502, "server_error", UNANSWERED, {
        code: "workos_unreachable",
        message: status === undefined ? "WorkOS could not be reached." : `WorkOS answered with status ${status}.`,
        cause,
      });
  }
}

export const BUSY = "Too many requests.";

/**
 * @param {number} status
 * @param {string} code
 * @param {string} description
 * @param {import("../report.js").Problem} [problem]
 * @returns {Outcome}
 */
function refused(status, code, description, problem) {
  const pauseMs = status > 500 ? 0 : undefined;
  return { token: "", expiresAtMs: 0, refusal: new Refusal(status, code, description), pauseMs, problem };
}

/**
 * WorkOS sends one message or an array of them; the SDK passes on either.
 *
 * @param {unknown} description
 */
function inWords(description) {
  const messages = [description].flat().filter((message) => typeof message === "string");
  // Further lines would be a stack trace or a page.
  const lines = messages.filter((message) => message !== "").map((message) => message.split(/[\r\n]/, 1)[0]);
  const words = lines.join("; ").replace(SECRET_KEY, "sk_…").slice(0, LONGEST_DESCRIPTION);
  return words || "WorkOS did not accept the request.";
}
