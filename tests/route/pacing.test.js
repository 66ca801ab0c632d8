import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { GRACE_MS, LONGEST_PAUSE_MS, Pacing } from "../../src/route/limiter/pacing.js";

const MINUTE_MS = 60_000;

test("Pacing lets a minute's limit through at once, and gives each further caller its own slot", () => {
  const pacing = new Pacing({ perMinute: 60, perUserPerMinute: 30 });
  const waits = askAll(pacing, users(100), 0);
  assert.deepEqual(waits.slice(0, 60), Array(60).fill(0));
  const slots = waits.slice(60);
  assert.equal(new Set(slots).size, 40);
  assert.ok(slots.every((slot, index) => slot >= MINUTE_MS && (index === 0 || slot - slots[index - 1] >= 1_000)));
});

for (const [name, prepare, least, most] of /** @type {const} */ ([
  ["leaves up to a quarter of the next places to callers that come when they are free", () => {}, 60, 300],
  ["lets hardly any newcomer pass callers with slots while all return at once", fail, 0, 20],
])) {
  test(`Pacing ${name}, and delays a caller with a slot by two seconds at most`, () => {
    const pacing = new Pacing({ perMinute: 600, perUserPerMinute: 30 });
    prepare(pacing, 0);
    const all = users(1_200);
    const waits = askAll(pacing, all, 0);
    let spared = 0;
    for (const [index, user] of all.entries()) {
      if (waits[index] === 0) continue;
      if (ask(pacing, `newcomer ${index}`, waits[index]).waitMs === 0) spared += 1;
      const { waitMs } = ask(pacing, user, waits[index]);
      assert.ok(waitMs <= 2_000, `${user} waits another ${waitMs} ms`);
    }
    assert.ok(spared >= least && spared <= most, `${spared} of 600 newcomers`);
  });
}

test("Pacing promises fewer of the near places than of the far ones, and all while every caller returns", () => {
  const calm = new Pacing({ perMinute: 60, perUserPerMinute: 30 });
  const unrest = new Pacing({ perMinute: 60, perUserPerMinute: 30 });
  fail(unrest, 0);
  for (const [pacing, first, last] of /** @type {const} */ ([
    [calm, 1_300, 1_010],
    [unrest, 1_010, 1_010],
  ])) {
    const slots = askAll(pacing, users(60 + 600), 0).slice(60);
    assert.ok(Math.abs(slots[1] - slots[0] - first) < 60, `the first are ${slots[1] - slots[0]} ms apart`);
    const apart = slots[599] - slots[598];
    assert.ok(Math.abs(apart - last) < 60, `the last are ${apart} ms apart`);
  }
});

test("Pacing gives a caller that returns early the same slot again", () => {
  const pacing = new Pacing({ perMinute: 1, perUserPerMinute: 30 });
  ask(pacing, "a", 0);
  const { waitMs } = ask(pacing, "b", 0);
  assert.equal(ask(pacing, "b", 10_000).waitMs, waitMs - 10_000);
});

test("Pacing reuses slots that nobody took", () => {
  const pacing = new Pacing({ perMinute: 60, perUserPerMinute: 30 });
  fail(pacing, 0);
  const waits = askAll(pacing, users(240), 0);
  const lastMs = waits[60] + 30_000 + GRACE_MS;
  const late = askAll(
    pacing,
    Array.from({ length: 60 }, (_, index) => `late ${index}`),
    lastMs,
  );
  assert.equal(late.filter((waitMs) => waitMs === 0).length, 3, "a twentieth of the limit");
});

test("Pacing keeps one user from using up the key's limit", () => {
  const pacing = new Pacing({ perMinute: 600, perUserPerMinute: 30 });
  const decisions = Array.from({ length: 40 }, (_, index) => pacing.take({ userId: "greedy", request: `${index}` }, 0));
  assert.equal(decisions.filter(({ waitMs }) => waitMs === 0).length, 30);
  assert.ok(decisions.slice(30).every(({ waitMs, limit }) => waitMs >= MINUTE_MS && limit === "user"));
  assert.equal(ask(pacing, "modest", 0).waitMs, 0);
});

test("Pacing gives a caller a slot after WorkOS failed it, and limits each user's requests", () => {
  const pacing = new Pacing({ perMinute: 600, perUserPerMinute: 30 });
  let nowMs = 0;
  let sent = 0;
  for (let count = 0; count < 100; count += 1) {
    const { waitMs } = ask(pacing, "eager", nowMs);
    if (waitMs === 0) {
      sent += 1;
      nowMs += pacing.refused({ userId: "eager", request: "" }, 0, nowMs).waitMs;
    }
    if (nowMs > MINUTE_MS) break;
    nowMs += waitMs;
  }
  assert.equal(sent, 30);
  const waits = askAll(pacing, users(600), nowMs).filter((waitMs) => waitMs > 0);
  const { waitMs } = pacing.refused({ userId: "user 0", request: "" }, 0, nowMs);
  assert.ok(waits.length > 0 && waitMs > Math.max(...waits), "behind those who already wait");
  assert.equal(pacing.refused({ userId: "user 0", request: "" }, 0, nowMs).waitMs, waitMs, "and no second one");
});

test("Pacing sends nothing during the pause that WorkOS requested, and then one request after another", () => {
  const pacing = new Pacing({ perMinute: 600, perUserPerMinute: 30 });
  assert.equal(ask(pacing, "first", 0).waitMs, 0);
  assert.equal(pacing.refused({ userId: "first", request: "" }, 30_000, 0).waitMs, 30_000);
  const waits = askAll(pacing, users(10), 1_000);
  assert.ok(waits.every((waitMs, index) => waitMs > 29_000 + 100 * index && waitMs < 30_000 + 110 * index));
  assert.equal(ask(pacing, "first", 30_000).waitMs, 0);
});

test("Pacing caps a requested pause at five minutes", () => {
  const pacing = new Pacing({ perMinute: 600, perUserPerMinute: 30 });
  ask(pacing, "first", 0);
  assert.equal(pacing.refused({ userId: "first", request: "" }, 1e12, 0).waitMs, LONGEST_PAUSE_MS);
});

test("Pacing never exceeds the limit in any minute, whenever callers come", () => {
  const steps = fc.array(
    fc.record({ afterMs: fc.integer({ min: 0, max: 4_000 }), newcomers: fc.integer({ min: 0, max: 8 }) }),
    { minLength: 60, maxLength: 120 },
  );
  const latenessMs = fc.infiniteStream(fc.integer({ min: 0, max: 6_000 }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), steps, latenessMs, (perMinute, steps, lateness) => {
      const sent = run(new Pacing({ perMinute, perUserPerMinute: 30 }), steps, lateness);
      for (let index = perMinute; index < sent.length; index += 1) {
        assert.ok(sent[index] - sent[index - perMinute] > MINUTE_MS);
      }
    }),
    { numRuns: 300 },
  );
});

/**
 * @param {Pacing} pacing
 * @param {{ afterMs: number, newcomers: number }[]} steps
 * @param {Iterator<number>} lateness
 * @returns {number[]} when requests were let through
 */
function run(pacing, steps, lateness) {
  const sent = [];
  let nowMs = 0;
  let count = 0;
  /** @type {{ atMs: number, user: string }[]} */
  let waiting = [];
  for (const { afterMs, newcomers } of steps) {
    nowMs += afterMs;
    const back = waiting.filter(({ atMs }) => atMs <= nowMs).map(({ user }) => user);
    waiting = waiting.filter(({ atMs }) => atMs > nowMs);
    for (const user of [...back, ...Array.from({ length: newcomers }, () => `user ${count++}`)]) {
      const { waitMs } = ask(pacing, user, nowMs);
      if (waitMs === 0) sent.push(nowMs);
      else waiting.push({ user, atMs: nowMs + waitMs + lateness.next().value });
    }
  }
  return sent;
}

/**
 * WorkOS fails a request.
 *
 * @param {Pacing} pacing
 * @param {number} nowMs
 */
function fail(pacing, nowMs) {
  pacing.refused({ userId: "failed", request: "" }, 0, nowMs);
}

/** @param {number} count */
const users = (count) => Array.from({ length: count }, (_, index) => `user ${index}`);

/**
 * @param {Pacing} pacing
 * @param {string} userId
 * @param {number} nowMs
 */
const ask = (pacing, userId, nowMs) => pacing.take({ userId, request: "" }, nowMs);

/**
 * @param {Pacing} pacing
 * @param {string[]} users
 * @param {number} nowMs
 */
const askAll = (pacing, users, nowMs) => users.map((user) => ask(pacing, user, nowMs).waitMs);
