/** What replies state about time, in valid and invalid forms: lifetimes, claims, Date, Retry-After. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "./runs.js";
import { KEY, openScene, play } from "./scene.js";
import { json } from "./values.js";
import { outcomeOf, wallMs } from "./virtual-time.js";

const DEFAULT_LIFE_MS = 600_000;

/** @param {unknown} value */
const base64url = (value) => Buffer.from(/** @type {any} */ (value)).toString("base64url");

/** @param {unknown} claims */
const jwt = (claims) => `${base64url('{"alg":"RS256"}')}.${base64url(JSON.stringify(claims))}.c2ln`;

/**
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 * @param {number} [status]
 */
const answer = (body, headers, status) =>
  openScene(async () => new Response(JSON.stringify(body), { status, headers }));

/** Plausible notations of a time that do not state when a token expires. */
const NO_TIMES = [
  "",
  " ",
  "soon",
  "1 hour",
  "0x10",
  "-600",
  "6e2",
  "600.5",
  "١٢٣",
  "2026-13-45T99:99:99Z",
  "2026-01-15T12:00:00 GMT",
  "20260115T120000Z",
  "Thu, 15 Jan 2026 12:00:00 GMT",
  "2026-",
  `2026-${"0".repeat(100_000)}`,
  "Infinity",
  "NaN",
  [],
  [[]],
  {},
  true,
  false,
  null,
  [2026],
  ["2026-01-15T12:00:00Z", "2026-01-15T12:00:00Z"],
];

test("an invalid time means the default lifetime or an expired token, never another lifetime", async () => {
  for (const expires_at of NO_TIMES) {
    const scene = answer({ token: "widget_1", expires_at });
    const outcome = await play(scene);
    const lives = scene.events.filter(({ name }) => name === "token").map(({ lifetimeMs }) => lifetimeMs);
    if (outcome.value === "widget_1") assert.equal(lives[0], DEFAULT_LIFE_MS, JSON.stringify(expires_at));
    else assert.equal(/** @type {any} */ (outcome.error).code, "invalid_response", JSON.stringify(expires_at));
  }
});

/** The largest and smallest numbers that JSON can express. */
const EXTREMES = [
  "0",
  "-0",
  "-1",
  "1",
  "1e-300",
  "9007199254740993",
  "1e11",
  "99999999999",
  "1e300",
  "-1e300",
  "1e999",
];

test("handles extreme numbers in every field that holds a time", async () => {
  for (const name of ["expires_at", "expiresAt", "expires_in", "expiresIn", "expiresInMs"]) {
    for (const value of [...EXTREMES, ...EXTREMES.map((number) => `"${number}"`)]) {
      await play(openScene(async () => new Response(`{"token":"widget_1","${name}":${value}}`)));
    }
  }
  for (const exp of EXTREMES) {
    for (const iat of EXTREMES) {
      const token = `${base64url("{}")}.${base64url(`{"exp":${exp},"iat":${iat}}`)}.c2ln`;
      await play(answer({ token }));
    }
  }
});

const secondsFromNow = fc.integer({ min: -7_200, max: 40 * 86_400 });

/** @type {Record<string, (atMs: number) => unknown>} */
const FORMS = {
  "ISO 8601": (atMs) => new Date(atMs).toISOString(),
  "ISO 8601 without an offset": (atMs) => new Date(atMs).toISOString().replace("Z", ""),
  "ISO 8601 with an offset": (atMs) => new Date(atMs + 5.5 * 3_600_000).toISOString().replace("Z", "+05:30"),
  seconds: (atMs) => atMs / 1000,
  milliseconds: (atMs) => atMs,
  "seconds as a string": (atMs) => String(atMs / 1000),
  "milliseconds as a string": (atMs) => String(atMs),
};

test("a token lives as long as the shortest stated lifetime, by the server's clock", async () => {
  const statements = fc.record(
    { at: fc.tuple(fc.constantFrom(...Object.keys(FORMS)), secondsFromNow), in: secondsFromNow, exp: secondsFromNow },
    { requiredKeys: [] },
  );
  const skewS = fc.oneof(fc.constant(0), fc.integer({ min: -86_400 * 400, max: 86_400 * 400 }));
  await fc.assert(
    fc.asyncProperty(statements, skewS, fc.boolean(), async (said, skew, isDated) => {
      const serverMs = Math.floor(wallMs() / 1000 + skew) * 1000;
      const iat = serverMs / 1000;
      const claims = said.exp === undefined ? { iat } : { iat, exp: iat + said.exp };
      /** @type {any} */
      const body = { token: jwt(claims) };
      if (said.at) body.expires_at = FORMS[said.at[0]](serverMs + said.at[1] * 1000);
      if (said.in !== undefined) body.expires_in = said.in;
      /** @type {Record<string, string>} */
      const headers = isDated ? { date: new Date(serverMs).toUTCString() } : {};
      // Of two fields in the body, the one that needs no clock takes precedence.
      const lives = [said.in ?? said.at?.[1], said.exp].filter((life) => life !== undefined);
      const shortestMs = lives.length > 0 ? Math.min(...lives) * 1000 : DEFAULT_LIFE_MS;
      // The next test covers this case.
      if (shortestMs <= 0 && Math.max(...lives) === 1) return;
      // Without a server time, a local clock that shortens the lifetime is trusted.
      const absolute = [said.in === undefined ? said.at?.[1] : undefined, said.exp];
      const localMs = absolute.map((life) => (life === undefined || isDated ? Infinity : (life + skew) * 1000));
      const leastMs = Math.min(shortestMs, ...localMs.filter((ms) => ms > -1_000));
      if (shortestMs > 0 && leastMs < 2_000 && leastMs < shortestMs) return;
      const scene = answer(body, headers);
      const outcome = await play(scene);
      const [granted] = scene.events.filter(({ name }) => name === "token");
      if (shortestMs <= 0) return assert.ok(outcome.error, "an expired token is rejected");
      assert.equal(outcome.value, body.token);
      assert.ok(granted.lifetimeMs <= shortestMs, "no longer than stated");
      assert.ok(granted.lifetimeMs >= leastMs - 2_000, "and shorter by the rounding to seconds alone");
    }),
    runs(300),
  );
});

test("a token that expired by its own claim is rejected, even if the body gives it a second more", async () => {
  const serverMs = Math.floor(wallMs() / 1000) * 1000;
  const iat = serverMs / 1000;
  const expires_at = new Date(serverMs + 1_000).toISOString();
  const { error } = await play(answer({ token: jwt({ iat, exp: iat }), expires_at }));
  assert.equal(/** @type {any} */ (error)?.code, "invalid_response");
});

test("handles any claims of a JWT, and anything in place of them", async () => {
  const payload = fc.oneof(
    fc
      .record({ exp: json, iat: json, nbf: json }, { requiredKeys: [] })
      .map((claims) => base64url(JSON.stringify(claims))),
    fc.record({ exp: fc.double(), iat: fc.double() }).map((claims) => base64url(JSON.stringify(claims))),
    fc.uint8Array({ maxLength: 40 }).map(base64url),
    fc.string({ unit: fc.constantFrom(..."abcABC019-_+/=.") }),
  );
  const parts = fc.array(payload, { minLength: 1, maxLength: 5 }).map((texts) => texts.join("."));
  await fc.assert(
    fc.asyncProperty(parts, async (token) => {
      await play(answer({ token }));
    }),
    runs(300),
  );
});

const HTTP_DATES = [
  "Thu, 15 Jan 2026 12:00:05 GMT",
  "Thursday, 15-Jan-26 12:00:05 GMT",
  "Thu Jan 15 12:00:05 2026",
  "Thu, 32 Jan 2026 12:00:05 GMT",
  "Thu, 15 Jan 275760 00:00:00 GMT",
  "Thu, 15 Jan 0000 00:00:00 GMT",
  "Thu, 1",
  "Thu, 15 Jan 2026 12:00:05 GMT, Thu, 15 Jan 2026 12:00:05 GMT",
  "2026-01-15T12:00:05Z",
  "Mon, -1",
];

const headerTime = fc.oneof(
  fc.constantFrom(...HTTP_DATES, "", "0", "-0", "5", "+5", " 5", "5, 5", "5.5", "1e3", "0x5", "٥", "-1", "NaN"),
  fc.integer({ min: 0, max: 30 * 86_400 }).map(String),
  fc.string().map((text) => text.replace(/[^ -~]/g, "")),
);

test("handles any Retry-After and any Date, under every status that may have them", async () => {
  const status = fc.constantFrom(200, 400, 408, 425, 429, 500, 503);
  await fc.assert(
    fc.asyncProperty(headerTime, headerTime, status, async (retryAfter, date, status) => {
      // Only pauses that a test can wait for; the next test covers the years between two dates.
      const isFar = [retryAfter, date].some((text) => Math.abs(new Date(text).getUTCFullYear() - 2026) > 1);
      const isLong = /^\d{8,}$/.test(retryAfter.trim());
      await play(answer({ token: "widget_1" }, { "retry-after": isFar || isLong ? "5" : retryAfter, date }, status));
    }),
    runs(300),
  );
});

test("an enormous Retry-After does not delay a caller that does not wait, and is reported", async () => {
  for (const retryAfter of ["99999999999", "9".repeat(400), "Thu, 15 Jan 275000 00:00:00 GMT"]) {
    const { tokens } = answer({ error: "busy" }, { "retry-after": retryAfter }, 429);
    for (const waitTimeoutMs of [0, 5_000]) {
      const { error } = await outcomeOf(tokens.getToken(KEY, { waitTimeoutMs }));
      assert.equal(/** @type {any} */ (error).code, "rate_limited");
      assert.ok(/** @type {any} */ (error).retryAfterMs > 1e12);
    }
    tokens.dispose();
  }
});
