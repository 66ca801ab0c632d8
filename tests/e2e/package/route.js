/** A token route whose replies the test defines, and which records every request. */

/**
 * @typedef {object} Reply
 * @property {number} [status] 200 by default
 * @property {Record<string, string>} [headers]
 * @property {string} [body] text; or
 * @property {unknown} [json] a value
 * @property {boolean} [date] false leaves out the Date header
 * @property {Promise<unknown>} [hold] the reply waits for it
 * @property {boolean} [drop] the connection is cut instead
 * @property {boolean} [stall] only half of the body is ever sent
 *
 * @typedef {object} Arrival
 * @property {string} method
 * @property {import("node:http").IncomingHttpHeaders} headers
 * @property {string} text
 * @property {any} json
 * @property {boolean} isCut whether the client disconnected before the reply was complete
 * @property {Promise<boolean>} ended resolves at the end, with `isCut`
 */

/** A promise with its resolver. */
export function createGate() {
  /** @type {() => void} */
  let open = () => {};
  const opened = /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      open = resolve;
    })
  );
  return { opened, open };
}

/** @param {string} endpoint */
export function createRoute(endpoint) {
  /** @type {Arrival[]} */
  const requests = [];
  /** @type {{ count: number, resolve: () => void }[]} */
  let waiting = [];
  /** @type {(request: Arrival, number: number) => Reply} */
  let script = (_, number) => ({ json: { token: `token-${number}`, expires_in: 600 } });

  return {
    endpoint,
    /** The requests so far, in order. */
    requests,

    /**
     * @param {Reply | Reply[] | ((request: Arrival, number: number) => Reply)} next one reply for all requests,
     * several in order of which the last repeats, or a function that makes the reply to the n-th request (from
     * 1)
     */
    answer(next) {
      const base = requests.length;
      if (typeof next === "function") script = next;
      else if (Array.isArray(next)) script = (_, number) => next[Math.min(number - base, next.length) - 1];
      else script = () => next;
    },

    /**
     * Resolves as soon as this many requests have arrived.
     *
     * @param {number} count
     */
    async arrived(count) {
      if (requests.length < count) {
        await /** @type {Promise<void>} */ (new Promise((resolve) => waiting.push({ count, resolve })));
      }
      return requests[count - 1];
    },

    /**
     * @param {import("node:http").IncomingMessage} incoming
     * @param {import("node:http").ServerResponse} response
     */
    async handle(incoming, response) {
      let isCut = false;
      const ended = new Promise((resolve) => {
        response.once("close", () => {
          isCut = !response.writableFinished;
          resolve(isCut);
        });
      });
      const chunks = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      const { method = "", headers } = incoming;
      const request = {
        method,
        headers,
        text,
        json: parse(text),
        ended,
        get isCut() {
          return isCut;
        },
      };
      requests.push(request);
      const reply = script(request, requests.length);
      const ready = waiting.filter(({ count }) => count <= requests.length);
      waiting = waiting.filter((waiter) => !ready.includes(waiter));
      for (const { resolve } of ready) resolve();
      await Promise.race([reply.hold, ended]);
      if (!response.destroyed) send(response, reply);
    },
  };
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {Reply} reply
 */
function send(response, reply) {
  if (reply.drop) return response.destroy();
  const body = "json" in reply ? JSON.stringify(reply.json) : (reply.body ?? "");
  response.sendDate = reply.date !== false;
  const type = "json" in reply ? "application/json" : "text/html";
  response.writeHead(reply.status ?? 200, { "Content-Type": type, Connection: "close", ...reply.headers });
  if (reply.stall) response.write(body.slice(0, body.length / 2));
  else response.end(body);
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
