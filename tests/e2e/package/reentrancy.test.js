import assert from "node:assert/strict";
import { testCasesInPage, testInPage } from "./visit.js";

/** What a listener does, once, within a call. */
const ACTS = {
  "calls getToken": "note('inner', tokens.getToken(sso))",
  "calls getToken of another key": "note('inner', tokens.getToken({ ...sso, widgetScope: 'dsync' }))",
  "calls getToken with forceRefresh": "note('inner', source.getToken({ forceRefresh: true }))",
  "calls peek": "later.inner = source.peek() ?? 'nothing'",
  invalidates: "source.invalidate()",
  clears: "tokens.clear()",
  "sets another user": "tokens.setUser('user_2')",
  disposes: "tokens.dispose()",
  subscribes: "source.subscribe(() => {})",
  "subscribes to another key": "tokens.source({ ...sso, widgetScope: 'dsync' }).subscribe(() => {})",
  "unsubscribes itself": "off?.()",
  "adds a listener": "tokens.on('token', () => {})",
};

testCasesInPage(
  "a listener that calls back harms no other call",
  { clock: true },
  ["subscribe", "on"].flatMap((where) =>
    Object.entries(ACTS).map(([what, act]) => [`of ${where}, it ${what}`, { where, what, act }]),
  ),
  async ({ run, advance, settled }, { where, what, act }) => {
    await run(
      ({ endpoint, where, act }) => {
        delete later.inner;
        globalThis.tokens = createTokenManager({ endpoint });
        globalThis.source = tokens.source(sso);
        globalThis.off = undefined;
        globalThis.others = [];
        let isDone = false;
        const perform = new Function(act);
        const listener = (given) => {
          if (isDone || !given || given.status === "loading") return;
          isDone = true;
          perform();
        };
        off = where === "on" ? tokens.on("token", listener) : source.subscribe(listener);
        source.subscribe((snapshot) => others.push(snapshot?.status ?? "nothing"));
        note("outer", source.getToken());
      },
      { where, act },
    );
    await settled();
    await advance(3_000);
    const got = await run(async () => ({
      outer: later.outer?.token ?? later.outer?.error?.code,
      hasInner: "inner" in later && later.inner === undefined,
      others: others.length,
      after: await outcome(source.getToken()),
    }));
    assert.ok(["token-1", "cleared", "disposed"].includes(got.outer), `the outer call was settled: ${got.outer}`);
    assert.equal(got.hasInner, false, "the inner call was settled");
    // Nobody is notified after disposal.
    assert.ok(got.others >= (what === "disposes" ? 1 : 2), "the other subscriber was notified");
    if (what === "disposes") assert.equal(got.after.error?.code, "disposed");
    else assert.match(got.after.token ?? "", /^token-\d+$/);
    await run(() => tokens.dispose());
  },
);

const throwing = { troubles: /thrown on purpose/ };
testInPage(
  "a listener that throws does not stop the others, and its error reaches the window",
  throwing,
  async (visit) => {
    const { run, flush, troubles } = visit;
    const got = await run(async ({ endpoint }) => {
      globalThis.reported = [];
      globalThis.onerror = (message) => reported.push(message);
      const tokens = createTokenManager({ endpoint });
      const source = tokens.source(sso);
      const received = [];
      const fail = () => {
        throw new Error("thrown on purpose");
      };
      tokens.on("token", fail);
      tokens.on("token", () => received.push("on"));
      source.subscribe(fail);
      source.subscribe((snapshot) => snapshot && received.push(snapshot.status));
      const token = await source.getToken();
      await until(() => received.includes("ready") && received.includes("on"));
      await task();
      return { token, received, reported: reported.length };
    });
    await flush();
    assert.equal(got.token, "token-1");
    assert.deepEqual(got.received.sort(), ["loading", "on", "ready"]);
    assert.ok(got.reported >= 3, "each of its errors is reported");
    assert.ok(troubles.every((text) => /thrown on purpose/.test(text)));
  },
);

testInPage("a subscriber removed during a notification is not called in it", {}, async ({ run }) => {
  const got = await run(async ({ endpoint }) => {
    const source = createTokenManager({ endpoint }).source(sso);
    await source.getToken();
    const calls = [];
    let isArmed = false;
    let endSecond = () => {};
    source.subscribe(() => {
      if (isArmed) endSecond();
    });
    endSecond = source.subscribe(() => {
      if (isArmed) calls.push("second");
    });
    isArmed = true;
    source.invalidate();
    await task();
    return calls;
  });
  assert.deepEqual(got, []);
});

testInPage("a listener removed during an event is not called for it", {}, async ({ run }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const calls = [];
    let endSecond = () => {};
    tokens.on("token", () => endSecond());
    endSecond = tokens.on("token", () => calls.push("second"));
    await tokens.getToken(sso);
    await task();
    return calls;
  });
  assert.deepEqual(got, []);
});

testInPage("after dispose() inside an event, no listener is called", {}, async ({ run }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const calls = [];
    tokens.on("token", () => tokens.dispose());
    for (const name of ["retry", "error", "expired", "idle"]) tokens.on(name, () => calls.push(name));
    const { error, token } = await outcome(tokens.getToken(sso));
    await task();
    return { calls, received: error?.code ?? token };
  });
  assert.deepEqual(got.calls, []);
  assert.ok(["disposed", "token-1"].includes(got.received));
});
