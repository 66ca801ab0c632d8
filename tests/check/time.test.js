import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { parseCommandLine } from "../../src/check/command-line.js";
import { converse } from "../../src/check/conversation.js";
import { inWords } from "../../src/check/duration-words.js";
import { judge } from "../../src/check/judge.js";
import { COOKIE, ORGANIZATION, serveRoute } from "./route.js";

const REQUESTS_ALONE = 11;

for (const [eachMs, verdict, says] of /** @type {[number, string, RegExp][]} */ ([
  [1_900, "ok", /The slowest of 14 replies took/],
  [2_500, "warning", /"\w.*" took .* s\./],
  [10_500, "wrong", /took .*/],
])) {
  test(`rates replies that take ${eachMs} ms as ${verdict}`, async (t) => {
    const route = await serveRoute(t);
    const evidence = await converse(targetOf(route.url), { now: clockOfSteps(eachMs) });
    const found = judge(evidence).find(({ id }) => id === "time/reply");
    assert.equal(found?.verdict, verdict);
    assert.match(String(found?.found), says);
    if (verdict !== "ok") assert.match(String(found?.code), /maxRetries: 0/);
  });
}

for (const [name, begin] of /** @type {[string, (response: import("node:http").ServerResponse) => void][]} */ ([
  ["that never replies", () => {}],
  ["that stops in the middle of a reply", (response) => response.writeHead(200).write('{"tok')],
])) {
  test(`reports a route ${name}, and sends no further request`, async (t) => {
    const server = createServer((_, response) => begin(response)).listen(0, "127.0.0.1");
    t.after(() => {
      server.close();
      server.closeAllConnections();
    });
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const evidence = await converse(targetOf(`http://127.0.0.1:${port}/`), { limitMs: 50 });
    const verdicts = judge(evidence).map(({ id, verdict }) => [id, verdict]);
    assert.deepEqual(verdicts, [
      ["secrets/key", "ok"],
      ["secrets/stack-trace", "ok"],
      ["time/reply", "wrong"],
      ["check/coverage", "note"],
    ]);
  });
}

test("formats durations", () => {
  const words = [0.4, 999, 1_000, 59_999, 60_000, 3_599_000, 3_600_000, 90_061_000, 31 * 86_400_000].map(inWords);
  assert.deepEqual(words, ["0 ms", "999 ms", "1 s", "59 s", "1 min", "59 min 59 s", "1 h", "1 d 1 h", "31 d"]);
});

/** @param {string} url */
function targetOf(url) {
  const command = parseCommandLine(["check", url, "--organization", ORGANIZATION, "--cookie", COOKIE]);
  assert.ok(command.kind === "check");
  return command.target;
}

/**
 * A clock on which each request takes the given time, except the last ones: those are sent
 * together, and for them it stands still.
 *
 * @param {number} stepMs
 */
function clockOfSteps(stepMs) {
  let nowMs = 0;
  let readings = 0;
  return () => {
    readings += 1;
    if (readings % 2 === 0 && readings <= 2 * REQUESTS_ALONE) nowMs += stepMs;
    return nowMs;
  };
}
