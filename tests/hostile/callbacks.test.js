/** The functions that an app passes in: they throw, return anything, call back in, or never settle. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { createTokenManager } from "../../dist/index.js";
import { runs } from "./runs.js";
import { checkOutcome, ENDPOINT, goodReply, KEY, openScene, play } from "./scene.js";
import { anything, NASTY } from "./values.js";
import { outcomeOf, turn } from "./virtual-time.js";

/** @typedef {ReturnType<typeof createTokenManager>} Manager */

/** @param {() => Parameters<typeof play>[0]} open */
const survives = (open) => async () => {
  await play(open());
};

/** @param {() => unknown} make */
const thrower = (make) => () => {
  throw make();
};

/**
 * One callback behaves as given, until the scene recovers.
 *
 * @param {string} name
 * @param {(...args: any[]) => any} callback
 */
function openWith(name, callback) {
  if (name === "fetch") return openScene(callback);
  let hasRecovered = false;
  /** @type {Record<string, (...args: any[]) => any>} */
  const good = {
    headers: () => ({ "x-csrf": "1" }),
    body: (key) => key,
    parseResponse: (body) => ({ token: body.token, expiresInMs: 600_000 }),
  };
  const scene = openScene(async () => goodReply(), {
    [name]: (/** @type {any[]} */ ...args) => (hasRecovered ? good[name](...args) : callback(...args)),
  });
  return {
    ...scene,
    recover: () => {
      hasRecovered = true;
      scene.recover();
    },
  };
}

const CALLBACKS = ["headers", "body", "parseResponse", "fetch"];

for (const name of CALLBACKS) {
  describe(name, () => {
    for (const [what, make] of Object.entries(NASTY)) {
      test(
        `throws ${what}`,
        survives(() => openWith(name, thrower(make))),
      );
      test(
        `returns ${what}`,
        survives(() => openWith(name, make)),
      );
      // The result of `body` is not awaited, so a promise of it is not observed.
      if (name === "body") continue;
      test(
        `rejects with ${what}`,
        survives(() => openWith(name, () => Promise.reject(make()))),
      );
      test(
        `returns a promise of ${what}`,
        survives(() => openWith(name, async () => make())),
      );
    }

    test(
      "never ends",
      survives(() => openWith(name, () => new Promise(() => undefined))),
    );

    test("settles after the manager is disposed of", async () => {
      /** @type {((value: any) => void)[]} */
      const ends = [];
      const scene = openWith(name, () => new Promise((resolve) => ends.push(resolve)));
      await play(scene);
      for (const end of ends) end({ token: "widget_late" });
      await turn();
    });
  });
}

describe("a response that is not one", () => {
  /** @type {Record<string, (good: Response) => any>} */
  const REPLIES = {
    "has no headers": () => ({ ok: true, status: 200, text: async () => "{}" }),
    "has a text that never settles": () => ({
      ok: true,
      status: 200,
      headers: new Headers(),
      text: () => new Promise(() => undefined),
    }),
    "has a text that is not a string": () => ({
      ok: true,
      status: 200,
      headers: new Headers(),
      text: async () => Symbol("text"),
    }),
    "has headers that return symbols": () => ({
      ok: true,
      status: 200,
      headers: { get: () => Symbol("date") },
      text: async () => '{"token":"widget_1"}',
    }),
    "has headers that throw": () => ({
      ok: true,
      status: 200,
      headers: { get: thrower(Symbol) },
      text: async () => '{"token":"widget_1"}',
    }),
    "was already read": (good) => {
      good.text();
      return good;
    },
    "is another's": () => Object.create(Response.prototype),
  };
  for (const [what, make] of Object.entries(REPLIES)) {
    test(
      what,
      survives(() => openScene(async () => make(goodReply()))),
    );
  }

  const STATUSES = {
    ...NASTY,
    "a 16-bit overflow of 200": () => 2 ** 16 + 200,
    "minus fifty-six": () => -56,
    200.9: () => 200.9,
    zero: () => 0,
  };
  for (const [what, make] of Object.entries(STATUSES)) {
    test(`has ${what} as its status`, async () => {
      const reply = () => ({ ok: false, status: make(), headers: new Headers(), text: async () => "{}" });
      const outcome = await play(openScene(async () => reply()));
      assert.ok(outcome.error);
    });
  }
});

test("parseResponse may return anything", async () => {
  const field = fc.constantFrom("token", "expiresAt", "expiresInMs", "expires_at", "expires_in", "error", "message");
  const parsed = fc.oneof(
    anything,
    fc.dictionary(field, anything).map((fields) => ({
      what: fc.stringify(fields),
      make: () => Object.fromEntries(Object.entries(fields).map(([name, { make }]) => [name, make()])),
    })),
  );
  await fc.assert(
    fc.asyncProperty(parsed, async ({ make }) => {
      // A randomly made token may have any text, in its own field.
      const scene = openWith("parseResponse", make);
      await play(scene);
    }),
    runs(400),
  );
});

test("headers, body and fetch may return anything, or throw it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("headers", "body", "fetch"),
      anything,
      fc.boolean(),
      async (name, { make }, throws) => {
        await play(openWith(name, throws ? thrower(make) : make));
      },
    ),
    runs(400),
  );
});

/** What a callback may call on the manager that calls it. */
const CALLS = fc.constantFrom(
  "getToken",
  "getAnother",
  "forceRefresh",
  "invalidate",
  "subscribe",
  "peek",
  "stats",
  "setUser",
  "clear",
  "dispose",
  "throw",
);

/**
 * @param {Manager} tokens
 * @param {string} call
 * @param {(promise: Promise<unknown>) => void} promised
 */
function act(tokens, call, promised) {
  const source = tokens.source(KEY);
  switch (call) {
    case "getToken":
      return promised(tokens.getToken(KEY, { waitTimeoutMs: 1_000 }));
    case "getAnother":
      return promised(tokens.getToken({ ...KEY, widgetSession: "another" }, { waitTimeoutMs: 1_000 }));
    case "forceRefresh":
      return promised(source.getToken({ forceRefresh: true, waitTimeoutMs: 1_000 }));
    case "invalidate":
      return source.invalidate();
    case "subscribe":
      return source.subscribe(() => source.peek())();
    case "peek":
      return source.peek();
    case "stats":
      return tokens.stats();
    case "setUser":
      return tokens.setUser(`user_${Math.floor(performance.now())}`);
    case "clear":
      return tokens.clear();
    case "dispose":
      return tokens.dispose();
    default:
      throw new Error("a callback that throws");
  }
}

/** After so many calls the callbacks behave: an endless loop of the app's own is the app's fault. */
const MAX_CALLS = 12;

test("callbacks may call back in, in any order, and every promise settles", async () => {
  const calls = fc.array(CALLS, { minLength: 1, maxLength: MAX_CALLS });
  await fc.assert(
    fc.asyncProperty(calls, fc.boolean(), fc.boolean(), async (calls, isRefused, isLate) => {
      const left = [...calls];
      /** @type {Promise<object>[]} */
      const outcomes = [];
      const watch = (/** @type {Promise<unknown>} */ promise) => {
        outcomes.push(
          promise.then(
            (value) => ({ value }),
            (error) => ({ error }),
          ),
        );
      };
      const reenter = () => {
        const call = left.shift();
        if (call && call !== "throw") act(tokens, call, watch);
        else if (call) throw new Error("a callback that throws");
      };
      /** @type {Manager} */
      const tokens = createTokenManager({
        endpoint: ENDPOINT,
        headers: () => {
          reenter();
          return {};
        },
        body: (key) => {
          reenter();
          return key;
        },
        parseResponse: (body) => {
          reenter();
          return body;
        },
        fetch: async () => {
          if (isLate) await turn();
          reenter();
          return isRefused && left.length > 0 ? new Response("{}", { status: 503 }) : goodReply();
        },
      });
      for (const name of /** @type {const} */ (["token", "retry", "error", "expired", "invalidated", "idle"])) {
        tokens.on(name, () => {
          // What a listener throws belongs to the app, and is reported elsewhere.
          if (left[0] !== "throw") reenter();
        });
      }
      watch(tokens.getToken(KEY, { waitTimeoutMs: 1_000 }));
      // More calls may be made while these are awaited.
      for (const outcome of outcomes) {
        const { value, isPending } = await outcomeOf(outcome);
        checkOutcome({ isPending, ...value });
      }
      if (!calls.includes("dispose")) {
        left.length = 0;
        tokens.setUser("the next");
        assert.deepEqual(await outcomeOf(tokens.source(KEY).getToken()), { value: "widget_good" });
      }
      tokens.dispose();
    }),
    runs(700),
  );
});
