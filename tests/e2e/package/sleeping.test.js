import assert from "node:assert/strict";
import { isFull } from "../../extent.js";
import { createGate } from "./route.js";
import { httpDate, makeJwt, readJwt } from "./tokens.js";
import { testCasesInPage, testInPage } from "./visit.js";

const HOUR_MS = 3_600_000;

/** Lets the monotonic clock advance as well, as it does on some systems. */
function skipMonotonic({ ms }) {
  const { performance } = globalThis;
  const now = performance.now.bind(performance);
  performance.now = () => now() + ms;
}

/** A JWT with a lifetime of ten minutes. */
function grant(now) {
  const second = Math.floor(now / 1_000);
  return { json: { token: makeJwt({ iat: second, exp: second + 600 }) }, headers: { Date: httpDate(now) } };
}

const isOver = (token, now) => readJwt(token).exp * 1_000 <= now;

/** @type {[string, (given: any) => void][]} */
const READERS = [
  ["a source", () => note("token", globalThis.source.getToken())],
  ["a manager", () => note("token", globalThis.tokens.getToken(globalThis.sso))],
  ["a manager that waits", () => note("token", globalThis.tokens.getToken(globalThis.sso, { minValidityMs: 60_000 }))],
];

const CASES = ["the wall clock alone", "both clocks"].flatMap((clocks) =>
  [true, false].flatMap((isWatched) =>
    READERS.map(([who, read]) => ({ title: titleOf(clocks, who, isWatched), clocks, isWatched, read })),
  ),
);

function titleOf(clocks, who, isWatched) {
  return `by ${clocks}, ${who} returns a new token for a key ${isWatched ? "with" : "without"} subscribers`;
}

testCasesInPage(
  "after 8 h of sleep",
  { clock: true },
  CASES.map(({ title, ...given }) => [title, given]),
  async (visit, { clocks, isWatched, read }) => {
    const { run, route, now, sleep, settled, advance } = visit;
    route.answer(() => grant(now()));
    await run(
      async ({ endpoint, isWatched }) => {
        globalThis.tokens = createTokenManager({ endpoint });
        globalThis.source = tokens.source(sso);
        globalThis.received = [];
        if (isWatched) source.subscribe((snapshot) => received.push(snapshot?.token));
        await source.getToken();
        await source.getToken();
      },
      { isWatched },
    );
    await advance(100);
    // So that the machine falls asleep while reads are answered from the lease.
    const before = await run(() => source.getToken());
    assert.equal(before, await run(() => tokens.getToken(sso)));
    const known = await run(() => received.length);
    await sleep(8 * HOUR_MS);
    if (clocks === "both clocks") await run(skipMonotonic, { ms: 8 * HOUR_MS });
    assert.ok(isOver(before, now()));
    await run(read);
    await settled();
    const { token } = await run(() => later.token);
    assert.notEqual(token, before);
    assert.ok(!isOver(token, now()));
    assert.equal(route.requests.length, 2);
    assert.ok(!(await run(() => received)).slice(known).includes(before), "and subscribers do not receive the old one");
    // Now the timers fire.
    await advance(120_000);
    assert.equal(route.requests.length, 2);
    assert.equal(await run(() => source.getToken()), token);
    await run(() => tokens.dispose());
  },
);

for (const shape of ["a JWT", "expires_at", "expires_in"]) {
  testInPage(`a reply with ${shape} that slept for 8 h grants no token`, { clock: true }, async (visit) => {
    const { run, route, now, sleep, settled, advance } = visit;
    const gate = createGate();
    route.answer((_, number) => {
      const { json, headers } = grant(now());
      const text = `token-${number}`;
      const endsAt = new Date(now() + 600_000).toISOString();
      const shapes = {
        "a JWT": json,
        expires_at: { token: text, expires_at: endsAt },
        expires_in: { token: text, expires_in: 600 },
      };
      return { json: shapes[shape], headers, hold: number === 1 ? gate.opened : undefined };
    });
    await run(({ endpoint }) => {
      globalThis.tokens = createTokenManager({ endpoint });
      globalThis.source = tokens.source(sso);
      globalThis.received = [];
      source.subscribe((snapshot) => received.push(snapshot?.token));
      note("token", source.getToken());
    });
    await route.arrived(1);
    await sleep(8 * HOUR_MS);
    gate.open();
    await settled();
    await advance(2_000);
    const { token } = await run(() => later.token);
    if (shape === "a JWT") assert.ok(!isOver(token, now()));
    else assert.equal(token, "token-2");
    assert.deepEqual([...new Set((await run(() => received)).filter(Boolean))], [token]);
    assert.equal(route.requests.length, 2);
  });
}

testInPage(
  "a machine that sleeps each half-hour for an hour fetches once each time",
  { clock: true },
  async (visit) => {
    const { run, route, now, sleep, advance } = visit;
    route.answer(() => grant(now()));
    await run(async ({ endpoint }) => {
      globalThis.source = createTokenManager({ endpoint }).source(sso);
      source.subscribe(() => {});
      await source.getToken();
    });
    let handedOut = 0;
    const nights = isFull ? 8 : 2;
    for (let night = 0; night < nights; night++) {
      const before = route.requests.length;
      await sleep(HOUR_MS);
      assert.ok(!isOver(await run(() => source.getToken()), now()));
      assert.equal(route.requests.length, before + 1);
      for (let second = 0; second < 1_800; second += 10) {
        await advance(10_000);
        assert.ok(!isOver(await run(() => source.getToken()), now()));
        handedOut++;
      }
      // The one on waking, and those at the age of 540 to 555 s.
      assert.equal(route.requests.length - before, 4);
    }
    console.log(
      `# sleeping: ${route.requests.length} requests for ${nights} nights and as many half-hours awake, ${handedOut} reads`,
    );
  },
);

testInPage("a source's call that waited through a sleep resolves after it", { clock: true }, async (visit) => {
  const { run, route, now, sleep, settled, advance } = visit;
  route.answer([{ status: 503 }]);
  await run(({ endpoint }) => {
    note("token", createTokenManager({ endpoint }).source(sso).getToken());
  });
  await settled();
  await sleep(8 * HOUR_MS);
  route.answer(() => grant(now()));
  await advance(1_000);
  assert.ok(!isOver((await run(() => later.token)).token, now()));
  assert.equal(route.requests.length, 2);
});
