import assert from "node:assert/strict";
import { testInPage } from "./visit.js";

const good = { json: { token: "good", expires_in: 600 } };
const SCOPES = ["sso", "dsync"];

/** Records unhandled rejections. */
function keepUnhandled() {
  globalThis.unhandled = [];
  addEventListener("unhandledrejection", ({ reason }) => unhandled.push(String(reason)));
  addEventListener("error", ({ message }) => unhandled.push(message));
}

/** @type {[string, import("./route.js").Reply | "offline", [number, number]][]} requests of a key in ten minutes */
const FAILURES = [
  ["a 503", { status: 503 }, [11, 26]],
  ["a 429 with Retry-After", { status: 429, headers: { "Retry-After": "60" } }, [3, 11]],
  ["a dropped connection", { drop: true }, [11, 26]],
  ["no network", "offline", [0, 0]],
  ["a reply without a token", { body: "<!doctype html>" }, [1, 2]],
  ["a refusal", { status: 403, json: { error: "no" } }, [1, 2]],
];

for (const [what, reply, [fewest, most]] of FAILURES) {
  testInPage(
    `ten minutes of ${what} without waiting callers leave no unhandled rejection`,
    { clock: true, before: keepUnhandled },
    async ({ run, route, context, advance }) => {
      route.answer(good);
      await run(
        async ({ endpoint, scopes }) => {
          globalThis.tokens = createTokenManager({ endpoint });
          globalThis.errors = 0;
          tokens.on("error", () => errors++);
          globalThis.sources = scopes.map((widgetScope) => tokens.source({ ...sso, widgetScope }));
          // One key is subscribed to; the other was read, and renews until it goes idle.
          sources[0].subscribe(() => {});
          await Promise.all(sources.map((source) => source.getToken()));
        },
        { scopes: SCOPES },
      );
      // A lifetime of 600 s is renewed at the age of 540 to 555 s.
      await advance(530_000);
      if (reply === "offline") await context.setOffline(true);
      else route.answer(reply);
      await advance(600_000);
      const requests = SCOPES.map(
        (scope) => route.requests.slice(2).filter((r) => r.json.widgetScope === scope).length,
      );
      console.log(`# ten minutes of ${what}: ${requests.join(" and ")} requests (subscribed, read once)`);
      assert.ok(requests[0] >= fewest && requests[0] <= most, `${requests[0]} requests`);
      assert.ok(requests[1] <= requests[0], "a key without subscribers sends no more requests");
      assert.ok((await run(() => errors)) > 0);
      assert.deepEqual(await run(() => globalThis.unhandled), []);
      // Discarded promises do not count either.
      await run(() => {
        for (const source of sources) void source.getToken({ waitTimeoutMs: 5_000 }).catch(() => {});
      });
      await advance(10_000);
      await run(() => tokens.dispose());
      await advance(1_000);
      assert.deepEqual(await run(() => globalThis.unhandled), []);
    },
  );
}

for (const status of [429, 503]) {
  testInPage(
    `while a ${status} pauses every key, valid tokens are returned and no renewal is sent`,
    { clock: true },
    async ({ run, route, advance, settled }) => {
      const asked = [];
      let isDown = false;
      route.answer(({ json }, number) => {
        asked.push(json.widgetScope);
        if (isDown) return { status, headers: { "Retry-After": "60" } };
        return { json: { token: `token-${number}`, expires_in: 600 } };
      });
      await run(async ({ endpoint }) => {
        globalThis.tokens = createTokenManager({ endpoint });
        globalThis.source = tokens.source(sso);
        source.subscribe(() => {});
        await source.getToken();
      });
      await advance(500_000);
      isDown = true;
      await run(() => note("cold", tokens.source({ ...sso, widgetScope: "dsync" }).getToken()));
      await settled();
      assert.deepEqual(asked, ["sso", "dsync"]);
      isDown = false;
      // Due at the age of 540 to 555 s, which lies within the pause.
      for (let second = 500; second < 555; second += 5) {
        await advance(5_000);
        assert.equal(await run(() => source.getToken()), "token-1");
      }
      assert.equal(await run(() => tokens.getToken(sso, { waitTimeoutMs: 0 })), "token-1");
      const { error } = await run(() =>
        outcome(tokens.getToken({ ...sso, widgetScope: "log_streams" }, { waitTimeoutMs: 0 })),
      );
      assert.deepEqual([error.code, error.status], [status === 429 ? "rate_limited" : "server_error", status]);
      await run(() =>
        note("third", tokens.getToken({ ...sso, widgetScope: "audit_logs" }, { waitTimeoutMs: 120_000 })),
      );
      await advance(4_500);
      assert.deepEqual(asked, ["sso", "dsync"], "nothing has been sent 59.5 s later");
      // The spread adds as much again at most.
      await advance(61_000);
      assert.deepEqual(asked.slice(2).sort(), ["audit_logs", "dsync", "sso"]);
      assert.deepEqual(
        (await run(() => [later.cold, later.third])).map(({ token }) => typeof token),
        ["string", "string"],
      );
    },
  );
}
