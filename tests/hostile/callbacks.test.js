/** The functions that an app passes in: they throw, they return anything, they call back in, they never end. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { createTokenManager } from "../../dist/index.js";
import { runs } from "./runs.js";
import { bear, checkTold, ENDPOINT, goodReply, KEY, openScene } from "./scene.js";
import { anything, NASTY } from "./values.js";
import { outcomeOf, turn } from "./virtual-time.js";

/** @typedef {ReturnType<typeof createTokenManager>} Manager */

/** @param {() => Parameters<typeof bear>[0]} open */
const bears = (open) => async () => {
  await bear(open());
};

/** @param {() => unknown} make */
const thrower = (make) => () => {
  throw make();
};

/**
 * One callback is as it is given, until the scene is mended.
 *
 * @param {string} name
 * @param {(...args: any[]) => any} callback
 */
function openWith(name, callback) {
  if (name === "fetch") return openScene(callback);
  let isMended = false;
  /** @type {Record<string, (...args: any[]) => any>} */
  const good = {
    headers: () => ({ "x-csrf": "1" }),
    body: (key) => key,
    parseResponse: (body) => ({ token: body.token, expiresInMs: 600_000 }),
  };
  const scene = openScene(async () => goodReply(), {
    [name]: (/** @type {any[]} */ ...args) => (isMended ? good[name](...args) : callback(...args)),
  });
  return {
    ...scene,
    mend: () => {
      isMended = true;
      scene.mend();
    },
  };
}

const CALLBACKS = ["headers", "body", "parseResponse", "fetch"];

for (const name of CALLBACKS) {
  describe(name, () => {
    for (const [what, make] of Object.entries(NASTY)) {
      test(
        `throws ${what}`,
        bears(() => openWith(name, thrower(make))),
      );
      test(
        `returns ${what}`,
        bears(() => openWith(name, make)),
      );
      // Nobody waits for a body: what it promises is not heard.
      if (name === "body") continue;
      test(
        `rejects with ${what}`,
        bears(() => openWith(name, () => Promise.reject(make()))),
      );
      test(
        `returns the promise of ${what}`,
        bears(() => openWith(name, async () => make())),
      );
    }

    test(
      "never ends",
      bears(() => openWith(name, () => new Promise(() => undefined))),
    );

    test("ends when all is over, and nobody listens any more", async () => {
      /** @type {((value: any) => void)[]} */
      const ends = [];
      const scene = openWith(name, () => new Promise((resolve) => ends.push(resolve)));
      await bear(scene);
      for (const end of ends) end({ token: "widget_late" });
      await turn();
    });
  });
}

describe("a reply that is none", () => {
  /** @type {Record<string, (good: Response) => any>} */
  const REPLIES = {
    "has no headers": () => ({ ok: true, status: 200, text: async () => "{}" }),
    "has a text that never comes": () => ({
      ok: true,
      status: 200,
      headers: new Headers(),
      text: () => new Promise(() => undefined),
    }),
    "has a text that is none": () => ({
      ok: true,
      status: 200,
      headers: new Headers(),
      text: async () => Symbol("text"),
    }),
    "has headers that are none": () => ({
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
    "was read already": (good) => {
      good.text();
      return good;
    },
    "is another's": () => Object.create(Response.prototype),
  };
  for (const [what, make] of Object.entries(REPLIES)) {
    test(
      what,
      bears(() => openScene(async () => make(goodReply()))),
    );
  }

  const STATUSES = {
    ...NASTY,
    "a status of sixteen bits and 200": () => 2 ** 16 + 200,
    "minus fifty-six": () => -56,
    200.9: () => 200.9,
    zero: () => 0,
  };
  for (const [what, make] of Object.entries(STATUSES)) {
    test(`has ${what} for a status`, async () => {
      const reply = () => ({ ok: false, status: make(), headers: new Headers(), text: async () => "{}" });
      const told = await bear(openScene(async () => reply()));
      assert.ok(told.error);
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
      // A token of the random kind may say anything, in its own place.
      const scene = openWith("parseResponse", make);
      await bear(scene);
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
        await bear(openWith(name, throws ? thrower(make) : make));
      },
    ),
    runs(400),
  );
});

/** What a callback may do to the manager that calls it. */
const DEEDS = fc.constantFrom(
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
 * @param {string} deed
 * @param {(promise: Promise<unknown>) => void} promised
 */
function act(tokens, deed, promised) {
  const source = tokens.source(KEY);
  switch (deed) {
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

/** So many deeds are done, then the callbacks behave: the app's own endless loop is the app's. */
const MOST_DEEDS = 12;

test("callbacks may call back in, all of them, in any order, and every promise settles", async () => {
  const deeds = fc.array(DEEDS, { minLength: 1, maxLength: MOST_DEEDS });
  await fc.assert(
    fc.asyncProperty(deeds, fc.boolean(), fc.boolean(), async (deeds, isRefused, isLate) => {
      const left = [...deeds];
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
        const deed = left.shift();
        if (deed && deed !== "throw") act(tokens, deed, watch);
        else if (deed) throw new Error("a callback that throws");
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
          // What a listener throws is the app's, and told to it elsewhere.
          if (left[0] !== "throw") reenter();
        });
      }
      watch(tokens.getToken(KEY, { waitTimeoutMs: 1_000 }));
      // More may be asked for while these are waited for.
      for (const outcome of outcomes) {
        const { value, isPending } = await outcomeOf(outcome);
        checkTold({ isPending, ...value });
      }
      if (!deeds.includes("dispose")) {
        left.length = 0;
        tokens.setUser("the next");
        assert.deepEqual(await outcomeOf(tokens.source(KEY).getToken()), { value: "widget_good" });
      }
      tokens.dispose();
    }),
    runs(700),
  );
});
