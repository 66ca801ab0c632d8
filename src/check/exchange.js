import http from "node:http";
import https from "node:https";
import { decodeBody, UndecodableBody } from "./content-encoding.js";
import { readReply } from "./reply-reading.js";

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {Record<string, string | string[]>} headers
 * @property {string} [body]
 *
 * @typedef {"refused" | "unknown_host" | "certificate" | "tls" | "dropped" | "switched" | "undecodable" | "timeout" | "other"} FailureKind
 * @typedef {{ kind: FailureKind, code: string }} Failure `code` is the platform's, or what is wrong with the reply
 *
 * A request and its outcome: a reply or a failure.
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
 * Sends one request with node:http, which unlike fetch sends the headers that a browser would and
 * returns the reply as it is, with redirects and cookies.
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
    // No agent: a kept-alive connection may be closing.
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
        const { statusCode: status = 0, rawHeaders, headers } = incoming;
        try {
          const decoded = decodeBody(Buffer.concat(chunks), headers["content-encoding"] ?? "", LONGEST_BODY_BYTES);
          resolve({ status, rawHeaders, bytes: decoded, receivedMs: Date.now() });
        } catch (error) {
          reject(error);
        }
      });
    });
    // Otherwise node:http closes the connection after a 101 without an error.
    outgoing.on("upgrade", (_, socket) => {
      socket.destroy();
      reject(new SwitchedProtocols());
    });
    outgoing.on("error", reject);
    outgoing.on("close", () => reject(new Error("closed")));
    outgoing.end(body);
  });
}

/** The reply was a 101, which a browser does not accept. */
class SwitchedProtocols extends Error {}

/**
 * @param {any} error
 * @param {AbortSignal} signal
 * @returns {Failure}
 */
function failureOf(error, signal) {
  if (error instanceof SwitchedProtocols) return { kind: "switched", code: "status 101" };
  if (error instanceof UndecodableBody)
    return { kind: "undecodable", code: `Content-Encoding: ${error.encoding.slice(0, 40)}` };
  if (signal.aborted) return { kind: "timeout", code: "no reply in time" };
  const code = String(error?.code ?? error?.name ?? "error");
  const kinds = /** @type {[RegExp, FailureKind][]} */ ([
    [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/, "refused"],
    [/^(ENOTFOUND|EAI_)/, "unknown_host"],
    // From OpenSSL, whose certificate alerts concern the client's certificate.
    [/^ERR_SSL|^EPROTO/, "tls"],
    [/CERT|SIGNATURE|^ERR_TLS/, "certificate"],
    [/^(ECONNRESET|EPIPE|HPE_|ECONNABORTED)/, "dropped"],
    [/^ETIMEDOUT$/, "timeout"],
  ]);
  return { kind: kinds.find(([pattern]) => pattern.test(code))?.[1] ?? "other", code };
}
