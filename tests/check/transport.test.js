/** Faults below the route: encodings, protocols, connections. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { describe, test } from "node:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { CERTIFICATE, KEY } from "./certificate.js";
import { runBoth, runCommand, troubles } from "./command.js";
import { answerWith, COOKIE, ORGANIZATION, serveRoute } from "./route.js";

/** @type {Record<string, { encoding: string, compress: (text: string) => Buffer }>} */
const ENCODINGS = {
  gzip: { encoding: "gzip", compress: (text) => gzipSync(text) },
  "gzip by its old name": { encoding: "X-Gzip", compress: (text) => gzipSync(text) },
  brotli: { encoding: "br", compress: (text) => brotliCompressSync(text) },
  deflate: { encoding: "deflate", compress: (text) => deflateSync(text) },
  "deflate without its header": { encoding: "deflate", compress: (text) => deflateRawSync(text) },
  "two encodings in sequence": { encoding: "deflate, gzip", compress: (text) => gzipSync(deflateSync(text)) },
  identity: { encoding: "identity", compress: (text) => Buffer.from(text) },
};

describe("reads a compressed reply as a browser does", () => {
  for (const [name, { encoding, compress }] of Object.entries(ENCODINGS)) {
    test(name, async (t) => {
      /** @type {Set<string | undefined>} */
      const accepted = new Set();
      const route = await serveRoute(t, ({ headers, body, ...answer }, asked) => {
        accepted.add(String(asked.headers["accept-encoding"]));
        const text = typeof body === "string" ? body : JSON.stringify(body);
        return { ...answer, headers: { ...headers, "Content-Encoding": encoding }, body: compress(text) };
      });
      const { report, status } = await runBoth(argsFor(route.url), () => [...route.minted, COOKIE]);
      assert.deepEqual([troubles(report), status], [{}, 0]);
      assert.deepEqual([...accepted], ["gzip, deflate, br"]);
    });
  }

  test("does not take a reply that cannot be decoded for one", async (t) => {
    const route = await serveRoute(t, ({ headers, ...answer }) => ({
      ...answer,
      headers: { ...headers, "Content-Encoding": "gzip" },
    }));
    const { status, stderr } = await runCommand(argsFor(route.url));
    assert.equal(status, 2);
    assert.match(stderr, /could not be checked \(Content-Encoding: gzip\).*cannot be decoded.*compress/);
  });

  test("in an encoding that was not offered", async (t) => {
    const route = await serveRoute(t, ({ headers, ...answer }) => ({
      ...answer,
      headers: { ...headers, "Content-Encoding": "zstd" },
    }));
    const { status, stderr } = await runCommand(argsFor(route.url));
    assert.equal(status, 2);
    assert.match(stderr, /could not be checked \(Content-Encoding: zstd\)/);
  });
});

const SWITCHING = answerWith(101, "", { Upgrade: "websocket", Connection: "Upgrade" });

describe("does not take 101 Switching Protocols for a reply", () => {
  test("to the first request: exits with status 2 and explains it", async (t) => {
    const { url } = await serveRoute(t, () => SWITCHING);
    const plain = await runCommand(argsFor(url));
    assert.deepEqual([plain.status, plain.stdout], [2, ""]);
    assert.match(plain.stderr, /could not be checked \(status 101\).*WebSocket/);
    const json = await runCommand([...argsFor(url), "--json"]);
    assert.deepEqual([json.status, JSON.parse(json.stdout).reason], [2, "switched"]);
  });

  test("to a later one: names that request", async (t) => {
    const route = await serveRoute(t, (answer, { method }) => (method === "GET" ? SWITCHING : answer));
    const { report, status } = await runBoth(argsFor(route.url), () => [...route.minted, COOKIE]);
    assert.deepEqual([troubles(report), status], [{ "access/get": "wrong" }, 1]);
    const { found } = report.checks.find((/** @type {any} */ { id }) => id === "access/get");
    assert.match(found, /"get" got no reply.*status 101/);
  });
});

test("ignores an interim reply", async (t) => {
  const route = await serveRoute(t);
  const server = createServer((request, response) => {
    response.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
    response.writeProcessing();
    const { method, headers } = request;
    request.pipe(
      httpRequest(route.url, { method, headers, agent: false }, (incoming) => {
        response.writeHead(incoming.statusCode ?? 0, incoming.headers);
        incoming.pipe(response);
      }),
    );
  });
  const url = await listen(t, server);
  const { report, status } = await runBoth(argsFor(url), () => [...route.minted, COOKIE]);
  assert.deepEqual([troubles(report), status], [{}, 0]);
});

describe("https where no TLS is spoken", () => {
  test("an http server: says so, and does not mention certificates", async (t) => {
    const route = await serveRoute(t);
    await assertNoTls(route.url.replace("http:", "https:"));
  });

  test("something else", async (t) => {
    const server = createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n"));
    await assertNoTls((await listen(t, server)).replace("http:", "https:"));
  });

  /** @param {string} url */
  async function assertNoTls(url) {
    const plain = await runCommand(argsFor(url));
    assert.deepEqual([plain.status, plain.stdout], [2, ""]);
    assert.match(plain.stderr, /does not speak TLS.*http:\/\//);
    assert.doesNotMatch(plain.stderr, /certificate|authority/i);
    const json = await runCommand([...argsFor(url), "--json"]);
    assert.deepEqual([json.status, JSON.parse(json.stdout).reason], [2, "tls"]);
  }
});

test("reports an untrusted certificate", async (t) => {
  const url = await listen(t, createTlsServer({ cert: CERTIFICATE, key: KEY }));
  const { status, stderr } = await runCommand(argsFor(url.replace("http:", "https:")));
  assert.equal(status, 2);
  assert.match(stderr, /certificate of the server is not trusted.*NODE_EXTRA_CA_CERTS/);
});

/**
 * @param {import("node:test").TestContext} t
 * @param {import("node:net").Server} server
 */
async function listen(t, server) {
  t.after(() => server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}/api/widget-token`;
}

/** @param {string} url */
const argsFor = (url) => ["check", url, "--organization", ORGANIZATION, "--cookie", COOKIE];
