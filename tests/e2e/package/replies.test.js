import assert from "node:assert/strict";
import { httpDate, makeJwt } from "./tokens.js";
import { START, testCasesInPage, testInPage } from "./visit.js";

const END = START + 600_000;
const SECONDS = START / 1_000;
/** Exactly the stated lifetime, or less by what the Date header loses in rounding to seconds. */
const EXACT = [600_000, 600_000];
const ROUNDED = [599_000, 600_000];

const token = "widget_abc";
const jwt = makeJwt({ sub: "user_1", iat: SECONDS, exp: SECONDS + 600 });

// A payload whose base64url contains both characters that base64 lacks, and non-ASCII text.
const odd = makeJwt({ name: "Zoë ÿ?> ~~~ 東京 🎈 ÿþ>?", iat: SECONDS, exp: SECONDS + 600 });
assert.match(odd.split(".")[1], /-/);
assert.match(odd.split(".")[1], /_/);

/** @type {[string, unknown, number[]][]} */
const LIVES = [
  ["expires_at in ISO 8601 with Z", { token, expires_at: "2024-01-15T12:45:00.000Z" }, ROUNDED],
  ["expires_at in ISO 8601 without a fraction", { token, expires_at: "2024-01-15T12:45:00Z" }, ROUNDED],
  ["expires_at in ISO 8601 with microseconds", { token, expires_at: "2024-01-15T12:45:00.000000Z" }, ROUNDED],
  ["expires_at in ISO 8601 with an offset", { token, expires_at: "2024-01-15T14:45:00+02:00" }, ROUNDED],
  ["expires_at in ISO 8601 with a negative offset", { token, expires_at: "2024-01-15T07:15:00-05:30" }, ROUNDED],
  ["expires_at in ISO 8601 without an offset, which is UTC", { token, expires_at: "2024-01-15T12:45:00" }, ROUNDED],
  ["expires_at in seconds since 1970", { token, expires_at: END / 1_000 }, ROUNDED],
  ["expires_at in milliseconds since 1970", { token, expires_at: END }, ROUNDED],
  ["expires_at as a string of seconds", { token, expires_at: String(END / 1_000) }, ROUNDED],
  ["expiresAt in ISO 8601", { token, expiresAt: "2024-01-15T12:45:00.000Z" }, ROUNDED],
  ["expiresAt in milliseconds", { token, expiresAt: END }, ROUNDED],
  ["expires_in", { token, expires_in: 600 }, EXACT],
  ["expiresIn", { token, expiresIn: 600 }, EXACT],
  ["expires_in as a string", { token, expires_in: "600" }, EXACT],
  ["a JWT with iat and exp", { token: jwt }, ROUNDED],
  ["a JWT in base64url with non-ASCII text", { token: odd }, ROUNDED],
  ["a JWT that expires before expires_in", { token: jwt, expires_in: 3_600 }, ROUNDED],
  ["an expires_in that ends before the JWT", { token: jwt, expires_in: 300 }, [300_000, 300_000]],
  ["no expiry at all", { token }, EXACT],
  ["null as the expiry", { token, expires_at: null }, EXACT],
  ["an invalid date as the expiry", { token, expires_at: "soon" }, EXACT],
  ["a token that resembles a JWT and is not one", { token: "a.b.c" }, EXACT],
  ["a bare string", "widget_bare", EXACT],
  ["a bare string that is a JWT", jwt, ROUNDED],
];

/** Reads once, and returns the token's lifetime. */
async function ask({ endpoint }) {
  const source = createTokenManager({ endpoint }).source(sso);
  const token = await source.getToken();
  const { status, token: held, fetchedAt, refreshAt, expiresAt } = source.peek();
  return {
    token,
    held,
    status,
    life: expiresAt - fetchedAt,
    fetchedAt,
    isInOrder: fetchedAt < refreshAt && refreshAt < expiresAt,
  };
}

testCasesInPage(
  "a token's lifetime, by the reply",
  { clock: true },
  [200, 201].flatMap((status) =>
    LIVES.map(([what, json, life]) => [
      `a ${status} with ${what} is a token with that lifetime`,
      { status, json, life },
    ]),
  ),
  async ({ run, route }, { status, json, life: [least, most] }) => {
    route.answer({ status, json, headers: { Date: httpDate(START) } });
    const got = await run(ask);
    const expected = typeof json === "string" ? json : json.token;
    assert.equal(got.token, expected);
    assert.equal(got.held, expected);
    assert.equal(got.status, "ready");
    assert.equal(got.isInOrder, true);
    assert.ok(got.life >= least && got.life <= most, `${got.life} ms is not within ${least} to ${most}`);
    assert.equal(got.fetchedAt, START);
  },
);

/** @type {[what: string, reply: import("./route.js").Reply][]} */
const DATED = [
  ["expires_at", { json: { token, expires_at: "2024-01-15T12:45:00.000Z" }, headers: { Date: httpDate(START) } }],
  ["a JWT", { json: { token: jwt }, headers: { Date: httpDate(START) } }],
  ["a JWT in a reply without a Date", { json: { token: jwt }, date: false }],
];

for (const hours of [-26, -1, 1, 26]) {
  const off = `${Math.abs(hours)} h ${hours < 0 ? "slow" : "fast"}`;
  testCasesInPage(
    `a clock that is ${off}`,
    { clock: true, clockAheadMs: hours * 3_600_000 },
    DATED.map(([what, reply]) => [`does not change the lifetime of ${what}`, reply]),
    async ({ run, route }, reply) => {
      route.answer(reply);
      const { life } = await run(ask);
      assert.ok(life >= 599_000 && life <= 600_000, `${life} ms`);
    },
  );
}

testInPage("without a Date, expires_at is compared with the local clock", { clock: true }, async ({ run, route }) => {
  route.answer({ json: { token, expires_at: "2024-01-15T12:45:00.000Z" }, date: false });
  assert.equal((await run(ask)).life, 600_000);
});

testInPage("defaultLifetimeMs is the lifetime if none is stated", { clock: true }, async ({ run, route }) => {
  route.answer({ json: { token } });
  const life = await run(async ({ endpoint }) => {
    const source = createTokenManager({ endpoint, defaultLifetimeMs: 120_000 }).source(sso);
    await source.getToken();
    return source.peek().expiresAt - source.peek().fetchedAt;
  });
  assert.equal(life, 120_000);
});

testInPage(
  "the lifetime starts when the request is sent, not when the reply arrives",
  { clock: true },
  async ({ run, page, route }) => {
    const { createGate } = await import("./route.js");
    const gate = createGate();
    route.answer({ json: { token, expires_in: 600 }, hold: gate.opened });
    await run(({ endpoint }) => {
      globalThis.source = createTokenManager({ endpoint }).source(sso);
      note("token", source.getToken());
    });
    await route.arrived(1);
    await page.clock.runFor(8_000);
    gate.open();
    const got = await run(async () => {
      await settled();
      return { token: later.token, ...source.peek() };
    });
    assert.deepEqual(got.token, token);
    assert.equal(got.fetchedAt, START);
    assert.equal(got.expiresAt, END);
  },
);

testInPage(
  "stats() reports how far the local clock is ahead",
  { clock: true, clockAheadMs: 90_000 },
  async ({ run, route }) => {
    route.answer({ json: { token }, headers: { Date: httpDate(START) } });
    const skewMs = await run(async ({ endpoint }) => {
      const tokens = createTokenManager({ endpoint });
      const before = tokens.stats().skewMs;
      await tokens.getToken(sso);
      return [before === undefined, tokens.stats().skewMs];
    });
    assert.equal(skewMs[0], true);
    assert.ok(Math.abs(Number(skewMs[1]) - 90_000) <= 1_000, `${skewMs[1]} ms`);
  },
);
