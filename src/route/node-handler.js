// Adapts node:http to web-standard requests and responses. It imports nothing from Node, so that other platforms can load it.

/**
 * @typedef {import("node:http").IncomingMessage & { body?: unknown, protocol?: string }} NodeRequest
 * @typedef {import("node:http").ServerResponse} NodeResponse
 */

/**
 * @param {import("./index.js").TokenRoute} route
 * @returns {import("./index.js").NodeHandler}
 */
export function toNodeHandler(route) {
  return async (/** @type {any} */ given, /** @type {any} */ reply) => {
    // Fastify wraps the objects of node:http, and must be told not to reply itself.
    reply.hijack?.();
    const incoming = given.raw ?? given;
    const response = await route(requestOf(incoming, given), given);
    await send(response, reply.raw ?? reply);
  };
}

/**
 * @param {NodeRequest} incoming
 * @param {NodeRequest} given the framework's request, which may have parsed the body already
 */
function requestOf(incoming, given) {
  const headers = new Headers();
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    const name = incoming.rawHeaders[index];
    // HTTP/2 pseudo-headers are not headers here.
    if (!name.startsWith(":")) headers.append(name, incoming.rawHeaders[index + 1]);
  }
  // A parsed body is already decompressed.
  if (given.body !== undefined) headers.delete("Content-Encoding");
  const method = incoming.method ?? "GET";
  const url = urlOf(incoming, given);
  // Request does not support these methods; they are rejected like any other.
  if (/^(CONNECT|TRACE|TRACK)$/i.test(method)) return new Request(url, { method: "PATCH", headers });
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(url, { method, headers, ...(hasBody && bodyOf(incoming, given)) });
}

/**
 * @param {NodeRequest} incoming
 * @param {NodeRequest} given
 */
function urlOf({ headers, socket, url = "/" }, { protocol }) {
  const scheme = protocol ?? ("encrypted" in socket ? "https" : "http");
  const host = headers.host ?? String(headers[":authority"] ?? "localhost");
  const origin = `${scheme}://${host}`;
  const base = URL.canParse(origin) ? new URL(origin).origin : "http://localhost";
  return URL.canParse(base + url) ? base + url : base;
}

/**
 * @param {NodeRequest} incoming
 * @param {NodeRequest} given
 * @returns {{ body: BodyInit, duplex?: "half" }}
 */
function bodyOf(incoming, { body }) {
  if (body !== undefined || incoming.readableEnded) {
    const isRaw = typeof body === "string" || body instanceof Uint8Array;
    return { body: isRaw ? /** @type {BodyInit} */ (body) : JSON.stringify(body ?? "") };
  }
  return { body: streamOf(incoming), duplex: "half" };
}

/**
 * @param {NodeRequest} incoming
 * @returns {ReadableStream<Uint8Array>}
 */
function streamOf(incoming) {
  let isOver = false;
  return new ReadableStream({
    start(controller) {
      const end = (/** @type {() => void} */ how) => {
        if (!isOver) how();
        isOver = true;
      };
      incoming.on("data", (chunk) => {
        if (isOver) return;
        controller.enqueue(new Uint8Array(chunk));
        incoming.pause();
      });
      incoming.on("end", () => end(() => controller.close()));
      incoming.on("error", (error) => end(() => controller.error(error)));
      incoming.on("close", () => end(() => controller.error(new Error("The connection was closed."))));
      incoming.pause();
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      isOver = true;
      incoming.resume();
    },
  });
}

/**
 * @param {Response} response
 * @param {NodeResponse} outgoing
 */
async function send(response, outgoing) {
  const text = await response.text();
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  outgoing.end(text);
}
