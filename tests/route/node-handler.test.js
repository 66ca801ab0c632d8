import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as send } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { toNodeHandler } from "../../src/route/index.js";
import { ADA, assertRefused, routeFor, WANTED } from "./asking.js";

/** @type {Record<string, (route: import("../../src/route/index.js").TokenRoute) => Promise<{ url: string, close(): unknown }>>} */
const SERVERS = {
  "node:http": (route) => listening(createServer(toNodeHandler(route))),
  Express: (route) => listening(createServer(express().post("/", toNodeHandler(route)))),
  "Express, whose express.json() has read the body": (route) =>
    listening(createServer(express().use(express.json()).post("/", toNodeHandler(route)))),
  Fastify: async (route) => {
    const server = Fastify();
    server.all("/", toNodeHandler(route));
    return { url: await server.listen({ port: 0, host: "127.0.0.1" }), close: () => server.close() };
  },
};

/** @param {import("node:http").Server} server */
async function listening(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * @param {string} url
 * @param {object} [body]
 * @param {RequestInit} [init]
 */
const ask = (url, body = WANTED, init = {}) => {
  const headers = { "Content-Type": "application/json", Cookie: "session=ada", Origin: new URL(url).origin };
  return fetch(url, { method: "POST", headers, body: JSON.stringify(body), ...init });
};

/** @type {import("../../src/route/index.js").TokenRouteOptions["authenticate"]} */
const byCookie = (request) => (request.headers.get("Cookie") === "session=ada" ? ADA : null);

for (const [name, start] of Object.entries(SERVERS)) {
  test(`${name}: a token, a refusal, a long body`, async () => {
    const { route, asked } = routeFor({ authenticate: byCookie });
    const server = await start(route);
    const response = await ask(server.url);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("Cache-Control"), "no-store");
    assert.ok(response.headers.has("Date"));
    assert.equal((await response.json()).token, "widget_token");
    await assertRefused(await ask(server.url, { ...WANTED, widgetScope: "no" }), 400, "invalid_request");
    await assertRefused(await ask(server.url, { ...WANTED, more: "x".repeat(5_000) }), 413, "invalid_request");
    const foreign = { "Content-Type": "application/json", Origin: "https://evil.example" };
    await assertRefused(await ask(server.url, WANTED, { headers: foreign }), 403, "forbidden");
    assert.equal(asked.length, 1);
    await server.close();
  });
}

test("Hono takes the route as it is", async () => {
  const { route } = routeFor();
  const app = new Hono().post("/api/widget-token", (context) => route(context.req.raw, context));
  const response = await app.request("/api/widget-token", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(WANTED),
  });
  assert.equal(response.status, 200);
});

test("passes Express's request to authenticate, with what its middleware has added", async () => {
  const { route } = routeFor({ authenticate: (_request, { user }) => user });
  const app = express();
  app.use((request, _response, next) => {
    Object.assign(request, { user: ADA });
    next();
  });
  app.post("/", toNodeHandler(route));
  const server = await listening(createServer(app));
  assert.equal((await ask(server.url)).status, 200);
  server.close();
});

test("answers requests that no page would send, and keeps running", async () => {
  const { route } = routeFor({ timeoutMs: 50 });
  const server = await listening(createServer(toNodeHandler(route)));
  const { port } = new URL(server.url);
  for (const [lines, status] of /** @type {[string[], number][]} */ ([
    [["TRACE / HTTP/1.1", "Host: a"], 405],
    [["POST // HTTP/1.1", "Host: a:b:c", "Content-Length: 0"], 415],
    [["POST /%ff HTTP/1.1", "Host: ", "Content-Type: application/json", "Content-Length: 0"], 400],
    // The body never arrives.
    [["POST / HTTP/1.1", "Host: a", "Content-Type: application/json", "Content-Length: 10"], 408],
    [["POST / HTTP/1.1", "Host: a", "Cookie: \xff\xfe", "Content-Type: application/json", "Content-Length: 0"], 400],
  ])) {
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
    const [reply] = await once(socket, "data");
    assert.match(String(reply), new RegExp(`^HTTP/1.1 ${status} `), lines[0]);
    socket.destroy();
  }
  assert.equal((await ask(server.url)).status, 200);
  server.close();
});

test("survives a client that disconnects in the middle of its body", async () => {
  const { route, errors } = routeFor();
  const server = await listening(createServer(toNodeHandler(route)));
  const request = send(server.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Content-Length": 99 },
  });
  request.on("error", () => {});
  request.write('{"organizationId"');
  await once(request, "socket");
  await new Promise((resolve) => request.socket?.once("connect", resolve));
  request.destroy();
  assert.equal((await ask(server.url)).status, 200);
  assert.deepEqual(errors, []);
  server.close();
});
