import assert from "node:assert/strict";
import { test } from "node:test";
import { readReply } from "../../src/check/reply-reading.js";
import { readToken } from "../../src/check/token-reading.js";
import { mintToken } from "./route.js";

// src/core/lifetime.rs has the same rules, tested in tests/core/reading.rs.
const SERVER_MS = Date.UTC(2026, 0, 1, 12);
const HOUR_MS = 3_600_000;
const s = (/** @type {number} */ ms) => ms / 1000;

for (const [name, body, hasDate, certainMs, remainingMs] of /** @type {[string, any, boolean, number, number][]} */ ([
  ["no expiry at all", { token: "t" }, true, 600_000, Number.NaN],
  ["expires_in", { token: "t", expires_in: 300 }, true, 300_000, 300_000],
  [
    "expires_in takes precedence over expires_at",
    { token: "t", expires_in: 300, expires_at: 1 },
    true,
    300_000,
    300_000,
  ],
  ["expires_at, seconds", { token: "t", expires_at: s(SERVER_MS) + 60 }, true, 59_000, 60_000],
  ["expires_at, milliseconds", { token: "t", expires_at: SERVER_MS + 60_000 }, true, 59_000, 60_000],
  ["expiresAt without an offset", { token: "t", expiresAt: "2026-01-01T12:01:00" }, true, 59_000, 60_000],
  ["expired by the server's clock", { token: "t", expires_at: s(SERVER_MS) - 60 }, true, 0, -60_000],
  ["no Date: by the local clock", { token: "t", expires_at: s(SERVER_MS) + 2 * 3600 }, false, HOUR_MS, HOUR_MS],
  ["no Date: new and yet expired", { token: "t", expires_at: s(SERVER_MS) + 60 }, false, 600_000, 60_000 - HOUR_MS],
  ["exp", jwt(600), true, 599_000, 600_000],
  ["exp and iat alone", jwt(600), false, 599_000, 600_000],
  ["the shorter of two", { ...jwt(600), expires_in: 100 }, true, 100_000, 100_000],
])) {
  test(`${name}: uses a local clock that is an hour fast last`, () => {
    const rawHeaders = hasDate ? ["Date", new Date(SERVER_MS).toUTCString()] : [];
    const bytes = Buffer.from(JSON.stringify(body));
    const read = readToken(readReply({ status: 200, rawHeaders, bytes, receivedMs: SERVER_MS + HOUR_MS }));
    assert.deepEqual([read?.certainMs, read?.remainingMs], [certainMs, remainingMs]);
  });
}

test("finds a token in its field, or under another name, and takes nothing else for one", () => {
  const token = mintToken();
  const page = `<!doctype html><script>key="${token}"</script>`;
  for (const [status, text, expected] of /** @type {[number, string, string | undefined][]} */ ([
    [200, JSON.stringify({ token }), token],
    [200, JSON.stringify(token), token],
    [200, JSON.stringify({ accessToken: token }), token],
    [200, token, token],
    [401, JSON.stringify({ token }), token],
    [200, page, undefined],
    [401, JSON.stringify("Unauthorized"), undefined],
    [400, JSON.stringify({ error: "widget_scope_is_required" }), undefined],
    [200, JSON.stringify({ error: "widget_scope_is_required" }), undefined],
  ])) {
    const reply = readReply({ status, rawHeaders: [], bytes: Buffer.from(text), receivedMs: 0 });
    assert.equal(reply.token, expected, text);
  }
});

/** @param {number} lifeSeconds */
function jwt(lifeSeconds) {
  return { token: mintToken({ iat: s(SERVER_MS), exp: s(SERVER_MS) + lifeSeconds }) };
}
