/** Options and arguments: everything that the app itself passes in. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { createTokenManager } from "../../dist/index.js";
import { runs } from "./runs.js";
import { checkOutcome, checkServes, checkThrown, ENDPOINT, goodReply, KEY, openScene } from "./scene.js";
import { anything, NASTY } from "./values.js";
import { outcomeOf, turn } from "./virtual-time.js";

const OPTIONS = [
  "endpoint",
  "headers",
  "credentials",
  "body",
  "parseResponse",
  "fetch",
  "user",
  "refreshLeadMs",
  "defaultLifetimeMs",
  "requestTimeoutMs",
  "waitTimeoutMs",
  "retryBaseMs",
  "retryMaxMs",
  "idleAfterMs",
  "refreshWhileHidden",
  "strict",
  "unknown",
];

const open = () => openScene(async () => goodReply());

describe("createTokenManager", () => {
  for (const [what, make] of Object.entries(NASTY)) {
    test(`given ${what}`, () => {
      checkThrown(() => createTokenManager(make()).dispose());
    });

    test(`given ${what} as an option`, () => {
      for (const name of OPTIONS) {
        const options = () => /** @type {any} */ ({ endpoint: ENDPOINT, [name]: make() });
        checkThrown(() => createTokenManager(options()).dispose());
      }
    });
  }

  test("reads each option once", () => {
    /** @type {string[]} */
    const read = [];
    const options = new Proxy(/** @type {any} */ ({ endpoint: ENDPOINT, waitTimeoutMs: 5 }), {
      get: (target, name) => {
        read.push(String(name));
        return target[name];
      },
    });
    createTokenManager(options).dispose();
    assert.deepEqual(read, [...new Set(read)]);
  });

  test("accepts options that are frozen, or without a prototype", async () => {
    const options = { endpoint: ENDPOINT, fetch: async () => goodReply() };
    for (const given of [Object.freeze(options), Object.assign(Object.create(null), options)]) {
      await checkServes(/** @type {any} */ ({ tokens: createTokenManager(given) }));
    }
  });
});

describe("getToken", () => {
  for (const [what, make] of Object.entries(NASTY)) {
    test(`given ${what} as a key, or in one`, async () => {
      for (const key of [
        make(),
        { ...KEY, organizationId: make() },
        { ...KEY, widgetScope: make() },
        { ...KEY, widgetScope: [make()] },
        { ...KEY, widgetSession: make() },
      ]) {
        const scene = open();
        checkThrown(() => scene.tokens.source(key));
        checkOutcome(await outcomeOf(scene.tokens.getToken(key)));
        await checkServes(scene);
      }
    });

    test(`given ${what} as its options, or in them`, async () => {
      for (const options of [
        make(),
        { minValidityMs: make() },
        { waitTimeoutMs: make() },
        { forceRefresh: make() },
        { signal: make() },
        { unknown: make() },
      ]) {
        const scene = open();
        checkOutcome(await outcomeOf(scene.tokens.getToken(KEY, options)));
        await checkServes(scene);
      }
    });
  }
});

/** Objects that resemble a signal. */
const SIGNALS = {
  "cannot be listened to": () => ({ addEventListener: NASTY["an object whose toString throws"]().toString }),
  "cannot be unsubscribed from": () => ({ addEventListener: () => undefined }),
  "aborts during addEventListener": () => ({ ...new EventTarget(), addEventListener: call, removeEventListener: call }),
  "throws when asked whether it is aborted": () =>
    Object.defineProperty({ addEventListener: call, removeEventListener: call }, "aborted", { get: NASTY_GET }),
  "throws when asked for its reason": () =>
    Object.defineProperty({ aborted: true, addEventListener: call }, "reason", { get: NASTY_GET }),
};

const NASTY_GET = () => {
  throw new Error("a getter that throws");
};

/**
 * @param {string} _name
 * @param {() => void} listener
 */
function call(_name, listener) {
  listener();
  listener();
}

for (const [what, make] of Object.entries(SIGNALS)) {
  test(`a signal that ${what}`, async () => {
    const scene = open();
    const given = /** @type {any} */ ({ signal: make() });
    checkOutcome(await outcomeOf(scene.tokens.getToken(KEY, given)));
    await checkServes(scene);
  });
}

describe("the other methods", () => {
  for (const [what, make] of Object.entries(NASTY)) {
    test(`setUser(${what})`, async () => {
      const scene = open();
      checkThrown(() => scene.tokens.setUser(make()));
      await checkServes(scene);
    });

    test(`on(${what}, …)`, async () => {
      const scene = open();
      checkThrown(() => scene.tokens.on(make(), () => undefined));
      await checkServes(scene);
    });

    test(`invalidate(${what})`, async () => {
      const scene = open();
      checkThrown(() => scene.tokens.source(KEY).invalidate(make()));
      // An unhandled rejection fails a test, too.
      await turn();
      await checkServes(scene);
    });
  }
});

test("getToken accepts or refuses any arguments", async () => {
  await fc.assert(
    fc.asyncProperty(anything, anything, async (key, options) => {
      const scene = open();
      checkOutcome(await outcomeOf(scene.tokens.getToken(key.make(), options.make())));
      await checkServes(scene);
    }),
    runs(400),
  );
});
