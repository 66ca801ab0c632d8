import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { launchChromium } from "../browser.js";
import { createGate } from "./route.js";
import { NotGiven, testInPage } from "./visit.js";

const HOUR_MS = 3_600_000;

/** Playwright disables the back/forward cache; this enables it. */
const launchWithCache = () => launchChromium({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });

/**
 * Makes the wall clock jump by `absence` when the visitor leaves the page, as after a long absence:
 * no timer fires in the cache. Records the armed timers, and how the page was shown.
 */
function watchPage() {
  globalThis.absence = 0;
  globalThis.shown = [];
  let aheadMs = 0;
  const { now } = Date;
  Date.now = () => now() + aheadMs;
  addEventListener("pagehide", () => {
    aheadMs += absence;
  });
  addEventListener("pageshow", ({ persisted, isTrusted }) => shown.push({ persisted, isTrusted }));
  globalThis.timers = new Set();
  const { setTimeout, clearTimeout } = globalThis;
  globalThis.setTimeout = (act, ms, ...args) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act(...args);
    }, ms);
    timers.add(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    timers.delete(timer);
    clearTimeout(timer);
  };
  globalThis.oneTimer = async () => {
    while (timers.size !== 1) await new Promise((resolve) => setTimeout(resolve, 10));
  };
}

/** Two subscribed keys. */
async function use({ endpoint }) {
  globalThis.tokens = createTokenManager({ endpoint });
  globalThis.sources = ["sso", "dsync"].map((widgetScope) => tokens.source({ ...sso, widgetScope }));
  // The statuses that each subscriber received.
  globalThis.received = sources.map((source) => {
    const statuses = [];
    source.subscribe((snapshot) => statuses.push(snapshot?.status));
    return statuses;
  });
  globalThis.before = await Promise.all(sources.map((source) => source.getToken()));
  watchRequests();
  return before;
}

/** Goes to another page, and back to this one. */
async function leaveAndReturn(visit, absence) {
  await visit.run(
    ({ absence }) => {
      globalThis.absence = absence;
    },
    { absence },
  );
  await goAndComeBack(visit);
  await visit.run(() => settled());
  return visit.run(() => shown.at(-1));
}

/**
 * Goes to another page and back, out of the cache: the page is not loaded again. Until it reports that it is shown,
 * evaluated code may reach the other page, or one that is entering the cache and does not answer.
 */
async function goAndComeBack({ page, site, run }) {
  const [url, times] = [page.url(), await run(() => shown.length)];
  await page.goto(site.url + site.addPage({ script: "" }));
  await page.goBack({ waitUntil: "commit" });
  const ask = () =>
    page.evaluate(() => [location.href, globalThis.received && shown.length].join()).catch(() => undefined);
  for (;;) {
    const answer = await Promise.race([ask(), setTimeout(1_000)]);
    if (answer === `${url},${times + 1}`) return;
    // A busy browser may discard a page that takes too long to enter the cache.
    if (answer === `${url},`) throw new NotGiven("the browser did not cache the page");
  }
}

const lasting = (_, number) => ({ json: { token: `token-${number}`, expires_in: 600 } });
const inCache = { launch: launchWithCache, before: watchPage };
const FROM_CACHE = { persisted: true, isTrusted: true };

testInPage("restored from the cache after eight hours, fetches each key once", inCache, async (visit) => {
  const { run, route } = visit;
  route.answer(lasting);
  const before = await run(use);
  for (let round = 1; round <= 3; round++) {
    const old = await run(() => sources.map((source) => source.peek().token));
    assert.deepEqual(await leaveAndReturn(visit, 8 * HOUR_MS), FROM_CACHE, "it was in the cache");
    assert.equal(route.requests.length, 2 + round * 2);
    assert.deepEqual(await run(() => globalThis.before), before, "it is the same page");
    const held = await run(() => Promise.all(sources.map((source) => source.getToken())));
    assert.ok(held.every((token) => !old.includes(token)));
    assert.deepEqual(await run(() => sources.map((source) => source.peek().token)), held);
    // One timer for all, once the timer of these reads' leases has fired.
    await run(() => oneTimer());
  }
  assert.equal(route.requests.length, 8);
  console.log(`# back/forward cache, persisted, 3 times 8 h: ${route.requests.length - 2} requests for 2 keys`);
});

testInPage("restored from the cache immediately, fetches nothing", inCache, async (visit) => {
  const { run, route } = visit;
  route.answer(lasting);
  const before = await run(use);
  for (let round = 0; round < 5; round++) {
    assert.deepEqual(await leaveAndReturn(visit, 1_000), FROM_CACHE);
    assert.deepEqual(await run(() => Promise.all(sources.map((source) => source.getToken()))), before);
    await run(() => oneTimer());
  }
  assert.equal(route.requests.length, 2);
});

testInPage("restored from the cache, the first read never gets an expired token", inCache, async (visit) => {
  const { run, route } = visit;
  route.answer(lasting);
  // Before the package notices: this listener runs first.
  await run(() => {
    addEventListener("pageshow", () => note("first", globalThis.tokens.getToken(sso)));
  });
  const before = await run(use);
  await leaveAndReturn(visit, 8 * HOUR_MS);
  const { token } = await run(() => until(() => later.first).then(() => later.first));
  assert.ok(!before.includes(token));
  assert.equal(route.requests.length, 4, "the read and the wake-up send one request");
});

testInPage("restored from the cache with a failing route, retries", inCache, async (visit) => {
  const { run, route } = visit;
  route.answer(lasting);
  await run(use);
  const gate = createGate();
  route.answer((_, number) => (number <= 4 ? { status: 503 } : { ...lasting(_, number), hold: gate.opened }));
  await leaveAndReturn(visit, 8 * HOUR_MS);
  await route.arrived(6);
  for (const source of [0, 1]) assert.ok(await run(({ source }) => received[source].includes("retrying"), { source }));
  gate.open();
  await run(() => Promise.all(sources.map((source) => source.getToken())));
  assert.equal(route.requests.length, 6);
});

testInPage("restored after leaving during a request, gets its token", inCache, async (visit) => {
  const { run, route } = visit;
  route.answer(lasting);
  await run(use);
  const gate = createGate();
  route.answer((_, number) => ({ ...lasting(_, number), hold: number === 3 ? gate.opened : undefined }));
  await run(() => note("next", tokens.getToken(sso, { forceRefresh: true })));
  await route.arrived(3);
  await goAndComeBack(visit);
  assert.deepEqual(await run(() => shown.at(-1)), FROM_CACHE);
  gate.open();
  const { token } = await run(() => until(() => later.next).then(() => later.next));
  assert.match(token, /^token-[34]$/);
  assert.ok(route.requests.length <= 4, `${route.requests.length} requests`);
  console.log(`# left during a request: ${route.requests.length - 3} more requests`);
});

testInPage("without the cache, a page starts over on return", { before: watchPage }, async (visit) => {
  const { run, route, page, site } = visit;
  route.answer(lasting);
  await run(use);
  await page.goto(site.url + site.addPage({ script: "" }));
  await page.goBack();
  await page.waitForFunction("globalThis.ready");
  assert.deepEqual(await run(() => shown), [{ persisted: false, isTrusted: true }]);
  assert.equal(await run(() => globalThis.tokens), undefined);
  assert.equal(route.requests.length, 2);
  assert.deepEqual([...(await run(use))].sort(), ["token-3", "token-4"]);
  await run(() => oneTimer());
});
