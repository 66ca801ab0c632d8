import http from "node:http";
import https from "node:https";
import { readReply } from "./reply-reading.js";

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {Record<string, string | string[]>} headers
 * @property {string} [body]
 *
 * @typedef {"refused" | "unknown_host" | "certificate" | "dropped" | "timeout" | "other"} FailureKind
 * @typedef {{ kind: FailureKind, code: string }} Failure `code` is the platform's
 *
 * A request, and what came of it: a reply or a failure.
 * @typedef {object} Exchange
 * @property {string} name
 * @property {number} durationMs from the start to the reply's last byte
 * @property {import("./reply-reading.js").Reply} [reply]
 * @property {Failure} [failure]
 *
 * @typedef {object} Limits
 * @property {number} [limitMs] how long to wait for a reply
 * @property {() => number} [now] milliseconds of a clock that never jumps
 */

// Long enough to tell a route that is slow from one that hangs.
const LIMIT_MS = 30_000;
const LONGEST_BODY_BYTES = 1_000_000;

/**
 * Sends one request by node:http, which, other than fetch, sends the headers a browser would and
 * shows a reply as it came: redirects, cookies, everything.
 *
 * @param {string} name
 * @param {URL} url
 * @param {Request} request
 * @param {Limits} [limits]
 * @returns {Promise<Exchange>} never rejects
 */
export async function exchange(name, url, request, { limitMs = LIMIT_MS, now = () => performance.now() } = {}) {
  const startedMs = now();
  const signal = AbortSignal.timeout(limitMs);
  try {
    const raw = await send(url, request, signal);
    return { name, durationMs: now() - startedMs, reply: readReply(raw) };
  } catch (error) {
    return { name, durationMs: now() - startedMs, failure: failureOf(error, signal) };
  }
}

/**
 * @param {URL} url
 * @param {Request} request
 * @param {AbortSignal} signal
 * @returns {Promise<import("./reply-reading.js").RawReply>}
 */
function send(url, { method, headers, body }, signal) {
  return new Promise((resolve, reject) => {
    const { request: open } = url.protocol === "https:" ? https : http;
    // No agent: a connection kept from an earlier request may just be closing.
    const options = { method, headers, agent: false, signal };
    const outgoing = open(url, options, (incoming) => {
      /** @type {Buffer[]} */
      const chunks = [];
      let bytes = 0;
      incoming.on("data", (/** @type {Buffer} */ chunk) => {
        bytes += chunk.length;
        if (bytes <= LONGEST_BODY_BYTES) chunks.push(chunk);
      });
      incoming.on("error", reject);
      incoming.on("end", () => {
        const { statusCode: status = 0, rawHeaders } = incoming;
        resolve({ status, rawHeaders, bytes: Buffer.concat(chunks), receivedMs: Date.now() });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/**
 * @param {any} error
 * @param {AbortSignal} signal
 * @returns {Failure}
 */
function failureOf(error, signal) {
  if (signal.aborted) return { kind: "timeout", code: "no reply in time" };
  const code = String(error?.code ?? error?.name ?? "error");
  const kinds = /** @type {[RegExp, FailureKind][]} */ ([
    [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/, "refused"],
    [/^(ENOTFOUND|EAI_)/, "unknown_host"],
    [/CERT|SIGNATURE|^ERR_TLS|^ERR_SSL|^EPROTO/, "certificate"],
    [/^(ECONNRESET|EPIPE|HPE_|ECONNABORTED)/, "dropped"],
    [/^ETIMEDOUT$/, "timeout"],
  ]);
  return { kind: kinds.find(([pattern]) => pattern.test(code))?.[1] ?? "other", code };
}
