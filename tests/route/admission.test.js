import assert from "node:assert/strict";
import { test } from "node:test";
import { admission } from "../../src/route/limiter/admission.js";
import { memoryLimiter } from "../../src/route/limiter/memory.js";
import { assertRefused, granting, routeFor, tokenRequest } from "./asking.js";

const LONGEST_MS = 2_000;
const GRANTED = /** @type {const} */ ({ waitMs: 0, limit: "key" });
const CALLER = { userId: "ada", request: "" };

/**
 * A limiter that returns these decisions in turn, repeating the last one, while time advances with each held request.
 *
 * @param {import("../../src/route/limiter/pacing.js").Decision[]} decisions
 */
function admissionBy(...decisions) {
  const asked = { count: 0, heldMs: 0 };
  const next = async () => decisions[Math.min(asked.count++, decisions.length - 1)];
  const admit = admission({ take: next, refused: next }, LONGEST_MS, async (ms) => {
    asked.heldMs += ms;
  });
  return { admit, asked };
}

test("holds a request until its slot if that is near", async () => {
  const { admit, asked } = admissionBy({ waitMs: 1_200.5, limit: "key" }, { waitMs: 80, limit: "key" }, GRANTED);
  assert.deepEqual(await admit(CALLER), { ...GRANTED, heldMs: 1_281 });
  assert.equal(asked.count, 3);
});

test("refuses a request whose slot is far away, and one that exceeds its user's limit", async () => {
  for (const decision of /** @type {const} */ ([
    { waitMs: LONGEST_MS + 1, limit: "key" },
    { waitMs: 10, limit: "user" },
  ])) {
    const { admit, asked } = admissionBy(decision);
    assert.deepEqual(await admit(CALLER), { ...decision, heldMs: 0 });
    assert.equal(asked.count, 1);
  }
});

test("limits the total time that a request is held, whatever the limiter says", async () => {
  for (const waitMs of [1e-300, 0.5, 1, 700, LONGEST_MS, Number.NaN, Number.POSITIVE_INFINITY]) {
    const { admit, asked } = admissionBy({ waitMs, limit: "key" });
    const { heldMs } = await admit(CALLER);
    assert.ok(heldMs <= LONGEST_MS && asked.heldMs <= LONGEST_MS && asked.count <= LONGEST_MS + 1, String(waitMs));
  }
});

test("frees the place of a caller that disconnects", async () => {
  const { admit, asked } = admissionBy({ waitMs: 100, limit: "key" }, GRANTED);
  assert.equal((await admit(CALLER, AbortSignal.abort())).waitMs, 100);
  assert.equal(asked.count, 1);
});

test("holds one request per caller, and a thousand in all", async () => {
  const wake = /** @type {(() => void)[]} */ ([]);
  let isOpen = false;
  const take = async () => (isOpen ? GRANTED : /** @type {const} */ ({ waitMs: 100, limit: "key" }));
  const admit = admission({ take, refused: take }, LONGEST_MS, () => new Promise((resolve) => wake.push(resolve)));
  const first = admit(CALLER);
  assert.equal((await admit(CALLER)).waitMs, 100, "a second request of the same caller");
  const others = Array.from({ length: 1_200 }, (_, index) => admit({ userId: `user ${index}`, request: "" }));
  await others[1_199];
  assert.equal(wake.length, 1_000);
  isOpen = true;
  for (const go of wake) go();
  const decisions = await Promise.all([first, ...others]);
  assert.equal(decisions.filter(({ waitMs }) => waitMs === 0).length, 1_000);
  assert.equal((await admit(CALLER)).waitMs, 0, "there is room again");
});

test("with the limiter in memory, holds simultaneous requests and sends them one after another, within the limit", async () => {
  let nowMs = 0;
  const limits = { perMinute: 6_000, perUserPerMinute: 30 };
  const memory = memoryLimiter({ now: () => nowMs });
  /** @type {{ atMs: number, wake: () => void }[]} */
  let sleeping = [];
  const admit = admission(
    {
      take: async (caller) => memory.take(caller, limits),
      refused: async (caller, ms) => memory.refused(caller, ms, limits),
    },
    LONGEST_MS,
    (ms) => new Promise((wake) => sleeping.push({ atMs: nowMs + ms, wake: () => wake(undefined) })),
  );
  /** @type {number[]} */
  const sent = [];
  const asking = [];
  let refusals = 0;
  for (let user = 0; nowMs < 180_000; nowMs += 10) {
    // Slightly more than the limit, for three minutes.
    for (let count = 0; count < (nowMs % 1_000 === 0 ? 2 : 1); count += 1) {
      const decided = admit({ userId: `user ${user++}`, request: "" });
      asking.push(decided.then(({ waitMs }) => (waitMs > 0 ? refusals++ : sent.push(nowMs))));
    }
    const due = sleeping.filter(({ atMs }) => atMs <= nowMs);
    sleeping = sleeping.filter(({ atMs }) => atMs > nowMs);
    for (const { wake } of due) wake();
    await new Promise(setImmediate);
  }
  for (let index = 6_000; index < sent.length; index += 1) assert.ok(sent[index] - sent[index - 6_000] >= 60_000);
  assert.ok(sent.length > 17_000 && refusals < 1_000, `${sent.length} sent, ${refusals} refused`);
});

/** @param {number[]} waits what a limiter returns in turn, before it lets the request through */
function limiterSaying(...waits) {
  /** @type {number[]} */
  const pauses = [];
  const take = async () => ({ waitMs: waits.shift() ?? 0, limit: /** @type {const} */ ("key") });
  const refused = async (/** @type {unknown} */ _caller, /** @type {number} */ pauseMs) => {
    pauses.push(pauseMs);
    return { waitMs: 4_321, limit: /** @type {const} */ ("key") };
  };
  return { limiter: { take, refused }, pauses };
}

test("holds for a quarter of timeoutMs at most, and leaves WorkOS the rest", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { limiter } = limiterSaying(2_000);
  const { route, asked } = routeFor({ limiter, fetch: () => new Promise(() => {}) });
  const reply = route(tokenRequest());
  await settled();
  context.mock.timers.tick(1_999);
  await settled();
  assert.equal(asked.length, 0);
  context.mock.timers.tick(1);
  await settled();
  assert.equal(asked.length, 1);
  context.mock.timers.tick(6_000);
  await assertRefused(await reply, 504, "server_error");
  const far = routeFor({ limiter: limiterSaying(2_001).limiter });
  await assertRefused(await far.route(tokenRequest()), 429, "rate_limited");
});

test("gives each caller a slot if WorkOS fails, and none if another attempt would not help", async () => {
  for (const [status, retryInMs] of /** @type {const} */ ([
    [500, 4_321],
    [503, 4_321],
    [401, undefined],
    [404, undefined],
    [422, undefined],
  ])) {
    const { limiter, pauses } = limiterSaying();
    const { route } = routeFor({ limiter, fetch: async () => new Response("{}", { status }) });
    const response = await route(tokenRequest());
    assert.equal((await response.json()).retry_in_ms, retryInMs);
    assert.deepEqual(pauses, retryInMs ? [0] : []);
  }
  const { limiter, pauses } = limiterSaying();
  await routeFor({ limiter, fetch: granting("widget_token") }).route(tokenRequest());
  assert.deepEqual(pauses, []);
});

/** Everything that waits for no timer has happened. */
async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
