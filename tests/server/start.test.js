import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { startDemo } from "../../www/server/start.js";
import { askWorkos, createVisitor, organizations } from "./visitor.js";

const MAIN = fileURLToPath(new URL("../../www/server/main.js", import.meta.url));
const REAL_KEY = "sk_test_not_a_key_that_is_ever_sent";
const WANTED = { organization_id: organizations.acme.id, widget_scope: "sso" };

test("stop() ends idle, stalled and delayed requests at once, and may be called twice", async () => {
  const demo = await startDemo();
  const visitor = createVisitor(demo.url);
  await visitor.signIn("ada");
  await visitor.post("/demo/faults", [
    { kind: "stall", count: 1 },
    { kind: "delay", delayMs: 3_600_000 },
    { kind: "clock", offsetMs: 5_000 },
  ]);
  const stalled = await askWorkos(demo.workosUrl, WANTED);
  const delayed = assert.rejects(askWorkos(demo.workosUrl, WANTED));
  const cut = assert.rejects(stalled.text());

  await demo.stop();
  await Promise.all([cut, delayed]);
  assert.equal(demo.clock.offsetMs, 0, "ends every fault when the demo stops");
  await demo.stop();
  await assert.rejects(fetch(demo.url));
  await assert.rejects(fetch(demo.workosUrl));
});

test("two demos at once share no state", async () => {
  const demos = await Promise.all([startDemo(), startDemo()]);
  demos[0].faults?.add({ kind: "status", status: 500 });
  assert.equal((await askWorkos(demos[0].workosUrl, WANTED)).status, 500);
  assert.equal((await askWorkos(demos[1].workosUrl, WANTED)).status, 200);
  assert.equal(demos[1].workos?.log.counters().total, 1);
  await Promise.all(demos.map((demo) => demo.stop()));
});

test("with a real key there is no stand-in, no seed route and no control route", async () => {
  const organizationId = "org_01REAL";
  const demo = await startDemo({ workosApiKey: REAL_KEY, organizationId });
  const visitor = createVisitor(demo.url);
  await visitor.signIn("ada");

  assert.equal(demo.workosUrl, "https://api.workos.com");
  assert.equal(demo.workos, null);
  assert.equal(demo.faults, null);
  assert.deepEqual(await (await visitor.get("/demo/organizations")).json(), {
    organizations: [{ id: organizationId, name: organizationId }],
    tokenRoutes: ["/api/widget-token"],
    hasControls: false,
  });
  for (const path of ["/demo/state", "/demo/log"]) {
    assert.equal((await visitor.get(path)).status, 404);
  }
  for (const path of [
    "/demo/faults",
    "/demo/lifetime",
    "/demo/reset",
    "/api/seed/widget-token",
    "/api/seed-example/widget-token",
  ]) {
    assert.equal((await visitor.post(path, { kind: "drop", seconds: 5 })).status, 404);
  }
  // Refused before WorkOS is called, so the route exists and the key is not sent.
  assert.equal((await visitor.post("/api/widget-token", {})).status, 400);
  await demo.stop();
});

test("refuses an invalid key without repeating it", async () => {
  await assert.rejects(startDemo({ workosApiKey: "pk_secret" }), (error) => {
    assert.match(String(error), /must start with sk_/);
    assert.doesNotMatch(String(error), /pk_secret/);
    return true;
  });
});

test("a port in use is an error, or with orNextFree leads to another port", async () => {
  const occupied = await occupy();
  await assert.rejects(startDemo({ port: occupied.port }), { code: "EADDRINUSE" });
  const demo = await startDemo({ port: occupied.port, orNextFree: true });
  assert.ok(demo.port > occupied.port);
  await demo.stop();
  occupied.server.close();
});

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  test(`main.js prints what runs where, and stops on ${signal}`, async () => {
    const occupied = await occupy();
    const main = run({ PORT: String(occupied.port) });
    const lines = await main.untilStarted();
    assert.match(lines[0], new RegExp(`^Port ${occupied.port} is taken, so this is the next free`));
    const [, url] = /^Demo +(http\S+)\/$/.exec(lines[1]) ?? [];
    assert.equal((await fetch(`${url}/session`)).status, 200);
    assert.ok(lines[2].startsWith(`Widgets ${url}/widgets.html `), lines[2]);
    assert.equal((await fetch(`${url}/widgets.html`)).status, 200);
    assert.match(lines[3], /^WorkOS +http:\/\/127\.0\.0\.1:\d+ \(a local stand-in/);
    assert.match(lines[4], /^Try +curl -X POST/);

    main.child.kill(signal);
    assert.deepEqual(await main.exited, [0, null]);
    assert.equal(main.lines.at(-1), "Stopped.");
    occupied.server.close();
  });
}

test("main.js with a real key does not print the key", async () => {
  const main = run({ PORT: "0", WORKOS_API_KEY: REAL_KEY });
  const printed = (await main.untilStarted()).join("\n");
  assert.match(printed, /^WorkOS +https:\/\/api\.workos\.com/m);
  assert.match(printed, /no organization: set WORKOS_ORGANIZATION_ID/);
  assert.doesNotMatch(printed, /sk_/);
  main.child.kill("SIGTERM");
  assert.deepEqual(await main.exited, [0, null]);
});

for (const variables of /** @type {Record<string, string>[]} */ ([
  { PORT: "http" },
  { PORT: "0", WORKOS_API_KEY: "pk_test" },
])) {
  test(`main.js refuses ${JSON.stringify(variables)}`, async () => {
    const main = run(variables);
    assert.deepEqual(await main.exited, [1, null]);
    assert.deepEqual(main.lines, []);
  });
}

/** @param {Record<string, string>} variables */
function run(variables) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...variables },
    stdio: ["ignore", "pipe", "ignore"],
  });
  /** @type {string[]} */
  const lines = [];
  const output = createInterface({ input: child.stdout });
  output.on("line", (line) => lines.push(line));
  const exited = once(child, "close");
  return {
    child,
    lines,
    exited,
    /** The whole output, up to the last line of the greeting. */
    async untilStarted() {
      while (!lines.some((line) => line.startsWith("Stop "))) await once(output, "line");
      return lines;
    },
  };
}

/** Takes a port whose successor is likely free. */
async function occupy() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { server, port };
}
