/** Platform features that the manager uses, and that engines may implement differently. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createGate } from "../../e2e/package/route.js";
import { startSite } from "../../e2e/package/site.js";
import { makeJwt } from "../../e2e/package/tokens.js";
import { recordCell } from "../cells.js";
import { inEachEngine } from "./each-engine.js";

/** @type {Awaited<ReturnType<typeof startSite>>} */
let site;
before(async () => {
  site = await startSite();
});
after(() => site.close());

const PAGE = `
  import "/page.js";
  globalThis.troubles = [];
  addEventListener("error", ({ message }) => troubles.push(message));
  addEventListener("unhandledrejection", ({ reason }) => troubles.push("unhandled: " + reason));
  // Timers armed while something runs fire when pass() advances the time. Not for longer: drivers have
  // timers in the page, too.
  globalThis.holdTimers = (work) => {
    const { setTimeout } = globalThis;
    const rings = [];
    globalThis.setTimeout = (ring) => rings.push(ring);
    work();
    Object.assign(globalThis, { setTimeout });
    globalThis.pass = (ms) => {
      const { now } = Date;
      Date.now = () => now() + ms;
      for (const ring of rings) ring();
    };
  };
  // In some engines a driver's scripts run in a separate context; this one runs in the page's own.
  globalThis.perform = (code, given) => (0, eval)("(" + code + ")")(given);
`;

inEachEngine((session, row) => {
  const all = { defined: 0, passed: 0 };

  /**
   * A test in a page of its own, where only expected errors may reach the window.
   *
   * @param {string} name
   * @param {(visit: { route: ReturnType<typeof site.addRoute>, run: (code: (given: any) => any) => Promise<any> }) => Promise<void>} body
   * @param {string[]} [troubles]
   */
  const testInPage = (name, body, troubles = []) => {
    all.defined++;
    test(name, { timeout: 60_000 }, async () => {
      const route = site.addRoute();
      await session().open(site.url + site.addPage({ script: PAGE }));
      const given = { endpoint: route.endpoint };
      const run = (/** @type {Function} */ code) =>
        session().run(({ code, given }) => perform(code, given), { code: String(code), given });
      await body({ route, run });
      const seen = await session().run(() => task().then(() => globalThis.troubles));
      assert.equal(seen.length, troubles.length, seen.join("\n"));
      for (const [index, text] of troubles.entries()) assert.ok(seen[index].includes(text), seen[index]);
      all.passed++;
    });
  };

  testInPage("a redirect is not followed, and differs from a network failure", async ({ route, run }) => {
    route.answer({ status: 302, headers: { Location: "/login" } });
    const { error } = await run(({ endpoint }) => outcome(createTokenManager({ endpoint }).getToken(sso)));
    assert.equal(error.code, "invalid_response");
    assert.match(error.message, /redirects/);
    assert.ok(!site.loaded.includes("/login"));
  });

  testInPage("a request whose connection is cut is retried", async ({ route, run }) => {
    route.answer([{ drop: true }, { json: { token: "second" } }]);
    const got = await run(async ({ endpoint }) => {
      const tokens = createTokenManager({ endpoint, retryBaseMs: 1 });
      const errors = [];
      tokens.on("error", ({ error }) => errors.push(report(error)));
      return { token: await tokens.getToken(sso), errors };
    });
    assert.equal(got.token, "second");
    assert.deepEqual(
      got.errors.map((/** @type {any} */ { code, transient }) => [code, transient]),
      [["network", true]],
    );
    assert.match(got.errors[0].cause, /TypeError/);
  });

  const unanswered = {
    "a request without a reply times out": () => ({ hold: new Promise(() => {}) }),
    "a body that never ends times out": () => ({ stall: true, json: { token: "half" } }),
  };
  for (const [name, reply] of Object.entries(unanswered)) {
    testInPage(name, async ({ route, run }) => {
      route.answer(reply());
      await run(({ endpoint }) => {
        holdTimers(() => note("read", createTokenManager({ endpoint, waitTimeoutMs: 0 }).getToken(sso)));
      });
      const request = await route.arrived(1);
      const { error } = await run(async () => {
        pass(11_000);
        await until(() => later.read);
        return later.read;
      });
      assert.equal(error.code, "timeout");
      assert.equal(await request.ended, true, "the server sees the connection closed");
    });
  }

  testInPage("a caller's signal ends the call, and with the last caller the request", async ({ route, run }) => {
    const { opened, open } = createGate();
    route.answer({ hold: opened, json: {} });
    await run(({ endpoint }) => {
      globalThis.controller = new AbortController();
      note("read", createTokenManager({ endpoint }).getToken(sso, { signal: controller.signal }));
    });
    await route.arrived(1);
    const { error } = await run(async () => {
      controller.abort(new Error("navigated away"));
      await until(() => later.read);
      return later.read;
    });
    assert.equal(error.code, "aborted");
    assert.equal(error.cause, "Error: navigated away");
    assert.equal(await route.requests[0].ended, true);
    open();
  });

  testInPage("Retry-After and Date are read", async ({ route, run }) => {
    route.answer({ status: 429, headers: { "Retry-After": "7" }, json: { error: "slow down" } });
    const { error, skewMs } = await run(async ({ endpoint }) => {
      const tokens = createTokenManager({ endpoint, waitTimeoutMs: 0 });
      return { ...(await outcome(tokens.getToken(sso))), skewMs: tokens.stats().skewMs };
    });
    assert.equal(error.code, "rate_limited");
    assert.equal(error.retryAfterMs, 7_000);
    assert.match(error.message, /slow down/);
    assert.equal(typeof skewMs, "number");
  });

  testInPage("a login page with status 200 is not a token", async ({ route, run }) => {
    route.answer({ body: "<!doctype html><title>Sign in</title>" });
    const { error } = await run(({ endpoint }) => outcome(createTokenManager({ endpoint }).getToken(sso)));
    assert.equal(error.code, "invalid_response");
    assert.equal(error.isTokenError && error.isError, true);
  });

  testInPage("the lifetime in a JWT is read, beside non-ASCII text", async ({ route, run }) => {
    // A minute ahead of the page's clock, which would otherwise determine how much of the lifetime
    // has passed.
    const iat = Math.floor(Date.now() / 1000) + 60;
    const token = makeJwt({ iat, exp: iat + 300, name: "Zoë ✓ 𝄞 ÿþ??>>" });
    route.answer({ date: false, json: { token } });
    const got = await run(async ({ endpoint }) => {
      const tokens = createTokenManager({ endpoint });
      const lives = [];
      tokens.on("token", ({ lifetimeMs }) => lives.push(lifetimeMs));
      return { token: await tokens.getToken(sso), lives };
    });
    assert.deepEqual(got, { token, lives: [299_000] }, "to the second, part of which may have passed");
  });

  testInPage("strings of any kind are passed in and out unchanged", async ({ route, run }) => {
    const text = "Zoë ✓ 𝄞 \u0000 \uffff";
    route.answer({ status: 403, json: { error: text } });
    const { error } = await run(({ endpoint }) => {
      const key = { organizationId: "Zoë ✓ 𝄞", widgetScope: "sso" };
      return outcome(createTokenManager({ endpoint, strict: false }).getToken(key));
    });
    assert.equal(route.requests[0].json.organizationId, "Zoë ✓ 𝄞");
    assert.equal(error.key.organizationId, "Zoë ✓ 𝄞");
    assert.equal(error.description, text);
  });

  testInPage("a thousand calls send one request", async ({ route, run }) => {
    const tokens = await run(async ({ endpoint }) => {
      const source = createTokenManager({ endpoint }).source(sso);
      return [...new Set(await Promise.all(Array.from({ length: 1000 }, () => source.getToken())))];
    });
    assert.deepEqual(tokens, ["token-1"]);
    assert.equal(route.requests.length, 1);
  });

  testInPage("a subscribed key is renewed before its token expires", async ({ route, run }) => {
    route.answer((_, number) => ({ json: { token: `token-${number}`, expires_in: 2 } }));
    const received = await run(
      ({ endpoint }) =>
        new Promise((resolve) => {
          const tokens = createTokenManager({ endpoint });
          const seen = [];
          tokens.source(sso).subscribe(({ token } = {}) => {
            if (token && !seen.includes(token)) seen.push(token);
            if (token === "token-3") {
              tokens.dispose();
              resolve(seen);
            }
          });
        }),
    );
    assert.deepEqual(received, ["token-1", "token-2", "token-3"]);
  });

  testInPage("going online retries at once", async ({ route, run }) => {
    route.answer([{ drop: true }, { json: { token: "back" } }]);
    const token = await run(({ endpoint }) => {
      // Without the event, the next attempt would be half an hour later at the earliest.
      const tokens = createTokenManager({ endpoint, retryBaseMs: 3_600_000, retryMaxMs: 3_600_000 });
      tokens.on("error", () => dispatchEvent(new Event("online")));
      return tokens.source(sso).getToken();
    });
    assert.equal(token, "back");
  });

  testInPage("a late reply of another user is ignored", async ({ route, run }) => {
    const { opened, open } = createGate();
    route.answer([{ hold: opened, json: { token: "of-the-old" } }, { json: { token: "of-the-new" } }]);
    await run(({ endpoint }) => {
      globalThis.tokens = createTokenManager({ endpoint, user: "old" });
      note("old", tokens.getToken(sso));
    });
    await route.arrived(1);
    const got = await run(async () => {
      tokens.setUser("new");
      return [await tokens.getToken(sso), later.old?.error.code];
    });
    assert.deepEqual(got, ["of-the-new", "cleared"]);
    assert.equal(await route.requests[0].ended, true, "the old request is aborted");
    open();
  });

  testInPage("dispose() ends everything, and may be called twice", async ({ run }) => {
    const got = await run(async ({ endpoint }) => {
      const tokens = createTokenManager({ endpoint });
      const source = tokens.source(sso);
      await source.getToken();
      if (Symbol.dispose) tokens[Symbol.dispose]();
      tokens.dispose();
      return [(await outcome(source.getToken())).error.code, (await outcome(tokens.getToken(sso))).error.code];
    });
    assert.deepEqual(got, ["disposed", "disposed"]);
  });

  testInPage(
    "an exception in a listener reaches the window, and affects no other",
    async ({ run }) => {
      const token = await run(({ endpoint }) => {
        const tokens = createTokenManager({ endpoint });
        tokens.on("token", () => {
          throw new Error("the app's own");
        });
        return tokens.getToken(sso);
      });
      assert.equal(token, "token-1");
    },
    ["the app's own"],
  );

  test("the manager behaves as in other engines", () => {
    assert.equal(all.passed, all.defined);
    recordCell({ group: "engine", row, version: session().version, column: "behaviour", result: "works" });
  });
});
