import assert from "node:assert/strict";
import { test } from "node:test";
import { launchChromium } from "../browser.js";
import { createGate } from "./route.js";
import { startSite } from "./site.js";
import { testInPage } from "./visit.js";

/** Counts timers and listeners; runs before the module is loaded. */
function keepBooks() {
  const timers = new Set();
  const listeners = new Map();
  const ids = new WeakMap();
  let lastId = 0;
  const idOf = (thing) => {
    if (!ids.has(thing)) ids.set(thing, ++lastId);
    return ids.get(thing);
  };
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
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
  globalThis.setInterval = (...args) => {
    const timer = setInterval(...args);
    timers.add(timer);
    return timer;
  };
  globalThis.clearInterval = (timer) => {
    timers.delete(timer);
    clearInterval(timer);
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const name = (target, type, listener) => `${target.constructor.name} ${idOf(target)} ${type} ${idOf(listener)}`;
  EventTarget.prototype.addEventListener = function (type, listener, ...rest) {
    const target = this ?? globalThis;
    if (listener) listeners.set(name(target, type, listener), type);
    return addEventListener.call(target, type, listener, ...rest);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, ...rest) {
    const target = this ?? globalThis;
    if (listener) listeners.delete(name(target, type, listener));
    return removeEventListener.call(target, type, listener, ...rest);
  };
  globalThis.books = () => ({ timers: timers.size, listeners: [...listeners.values()].sort() });
}

testInPage("leaves no timer and no listener after dispose()", { before: keepBooks }, async ({ run, route }) => {
  const gate = createGate();
  route.answer([{ json: { token: "good", expires_in: 600 } }, { json: { token: "late" }, hold: gate.opened }]);
  const [before, made, busy] = await run(async ({ endpoint }) => {
    const before = books();
    globalThis.tokens = createTokenManager({ endpoint });
    const made = books();
    tokens.source(sso).subscribe(() => {});
    await tokens.getToken(sso);
    globalThis.control = new AbortController();
    note("one", tokens.getToken({ ...sso, widgetScope: "dsync" }, { signal: control.signal }));
    tokens.on("token", () => {});
    return [before, made, books()];
  });
  assert.equal(made.timers, before.timers, "a manager starts no timer");
  assert.ok(busy.timers > before.timers, "the counters work");
  assert.ok(busy.listeners.length > before.listeners.length, "the counters work");
  assert.ok(busy.timers <= before.timers + 1, "there is one timer for all");
  await route.arrived(2);
  const after = await run(async () => {
    tokens.dispose();
    await task();
    await task();
    return { books: books(), one: later.one?.error?.code };
  });
  gate.open();
  assert.deepEqual(after, { books: before, one: "disposed" });
});

testInPage("a hundred disposed managers leave nothing behind", { before: keepBooks }, async ({ run }) => {
  const [before, after] = await run(async ({ endpoint }) => {
    const before = books();
    for (let count = 0; count < 100; count++) {
      const tokens = createTokenManager({ endpoint });
      const off = tokens.source(sso).subscribe(() => {});
      const asked = outcome(tokens.getToken(sso));
      if (count % 2) off();
      if (count % 10 === 0) await asked;
      tokens.dispose();
    }
    await task();
    return [before, books()];
  });
  assert.deepEqual(after, before);
});

testInPage("removes the signal's listener once the call is settled", { before: keepBooks }, async ({ run, route }) => {
  const [before, after] = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const before = books().listeners;
    const { signal } = new AbortController();
    await tokens.getToken(sso, { signal });
    await tokens.getToken(sso, { signal });
    await task();
    return [before, books().listeners];
  });
  assert.deepEqual(after, before);
  assert.equal(route.requests.length, 1);
});

testInPage(
  "unsubscribing from the last key stops the timer in time",
  { clock: true },
  async ({ run, route, advance }) => {
    route.answer({ json: { token: "good", expires_in: 60 } });
    await run(async ({ endpoint }) => {
      globalThis.tokens = createTokenManager({ endpoint });
      const off = tokens.source(sso).subscribe(() => {});
      await tokens.getToken(sso);
      off();
    });
    await advance(600_000);
    const { length } = route.requests;
    await advance(600_000);
    assert.equal(route.requests.length, length);
    assert.equal(await run(() => tokens.stats().nextRefreshInMs), undefined);
  },
);

test("a disposed manager can be collected", { timeout: 60_000 }, async () => {
  const browser = await launchChromium({ args: ["--js-flags=--expose-gc"] });
  const site = await startSite();
  try {
    const route = site.addRoute();
    const page = await browser.newPage();
    await page.goto(site.url + site.addPage({}));
    await page.waitForFunction("globalThis.ready");
    const collected = await page.evaluate(async (endpoint) => {
      const use = async () => {
        const tokens = createTokenManager({ endpoint });
        const source = tokens.source(sso);
        const off = source.subscribe(() => {});
        await source.getToken();
        off();
        tokens.dispose();
        return [new WeakRef(tokens), new WeakRef(source)];
      };
      const references = await use();
      for (let round = 0; round < 50 && references.some((reference) => reference.deref()); round++) {
        await task();
        gc();
      }
      return references.map((reference) => reference.deref() === undefined);
    }, route.endpoint);
    assert.deepEqual(collected, [true, true]);
  } finally {
    await browser.close();
    await site.close();
  }
});
