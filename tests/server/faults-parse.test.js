import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFaults } from "../../www/server/faults/parse.js";

test("freezes a parsed fault, and places it between the app and WorkOS by default", () => {
  const [fault] = parseFaults({ kind: "drop", count: 2 });
  assert.deepEqual(fault, { kind: "drop", count: 2, at: "workos" });
  assert.ok(Object.isFrozen(fault));
  assert.equal(parseFaults({ kind: "drop", at: "app" })[0].kind, "drop");
});

for (const fault of [
  { kind: "status", status: 429, retryAfter: 3, body: { message: "slow" }, forMs: 5 },
  { kind: "status", status: 503, retryAfter: "date" },
  { kind: "delay", delayMs: 0 },
  { kind: "stall", at: "app" },
  { kind: "clock", offsetMs: -3_600_000, forMs: 10 },
  { kind: "reply", status: 200, contentType: "text/html", body: "<h1>Sign in</h1>" },
  { kind: "reply", status: 200, body: "" },
]) {
  test(`good: ${JSON.stringify(fault)}`, () => {
    assert.equal(parseFaults([fault, fault]).length, 2);
  });
}

for (const [fault, complaint] of /** @type {[unknown, RegExp][]} */ ([
  [undefined, /^fault must be an object/],
  ["drop", /^fault must be an object/],
  [{}, /^fault\.kind must be one of status, delay/],
  [{ kind: ["drop"] }, /^fault\.kind/],
  [{ kind: "toString" }, /^fault\.kind/],
  [{ kind: "status" }, /^fault\.status must be a whole number from 400 to 599/],
  [{ kind: "status", status: 200 }, /^fault\.status/],
  [{ kind: "status", status: 429, retryAfter: "soon" }, /^fault\.retryAfter must be seconds, or/],
  [{ kind: "delay", delayMs: 1.5 }, /^fault\.delayMs/],
  [{ kind: "delay", delayMs: 1, forMs: 0 }, /^fault\.forMs/],
  [{ kind: "delay", delayMs: 1, forMs: 2 ** 31 }, /^fault\.forMs/],
  [{ kind: "drop", count: 0 }, /^fault\.count/],
  [{ kind: "drop", at: "moon" }, /^fault\.at must be workos or app/],
  [{ kind: "drop", delayMs: 1 }, /^fault\.delayMs must be left out/],
  [{ kind: "clock", offsetMs: 1, count: 1 }, /^fault\.count must be left out/],
  [{ kind: "clock", offsetMs: 1, at: "app" }, /^fault\.at must be left out/],
  [{ kind: "clock", offsetMs: Number.NaN }, /^fault\.offsetMs/],
  [{ kind: "reply", status: 200 }, /^fault\.body must be a string/],
  [{ kind: "reply", status: 200, body: "", contentType: "a\r\nb: c" }, /^fault\.contentType/],
  [[{ kind: "drop" }, { kind: "rain" }], /^faults\[1\]\.kind/],
])) {
  test(`rejects ${JSON.stringify(fault)}`, () => {
    assert.throws(() => parseFaults(fault), { name: "Refusal", status: 400, message: complaint });
  });
}
