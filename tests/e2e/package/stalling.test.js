import assert from "node:assert/strict";
import { testInPage } from "./visit.js";

const good = { json: { token: "good", expires_in: 600 } };
const stalled = { ...good, stall: true };

testInPage(
  "a stalled body times out after requestTimeoutMs, separately for each key",
  { clock: true },
  async ({ run, page, route }) => {
    route.answer([stalled, stalled, good]);
    await run(({ endpoint }) => {
      const tokens = createTokenManager({ endpoint, requestTimeoutMs: 3_000 });
      globalThis.errors = [];
      tokens.on("error", ({ error }) => errors.push(report(error)));
      note("one", tokens.source(sso).getToken());
      note("two", tokens.getToken({ ...sso, widgetScope: "dsync" }));
      note("none", tokens.getToken({ ...sso, widgetScope: "dsync" }, { waitTimeoutMs: 0 }));
    });
    const [first, second] = [await route.arrived(1), await route.arrived(2)];
    await page.clock.runFor(2_999);
    assert.deepEqual(await run(() => [errors.length, later]), [0, { one: undefined, two: undefined, none: undefined }]);
    await page.clock.runFor(2);
    assert.deepEqual([await first.ended, await second.ended], [true, true], "both connections are closed");
    const errors = await run(() => errors);
    assert.deepEqual(
      errors.map(({ code, transient, attempts }) => [code, transient, attempts]),
      Array(2).fill(["timeout", true, 1]),
    );
    assert.equal((await run(() => until(() => later.none).then(() => later.none))).error.code, "timeout");
    await page.clock.runFor(1_001);
    await run(() => until(() => later.one && later.two));
    assert.deepEqual(await run(() => [later.one, later.two]), [{ token: "good" }, { token: "good" }]);
    assert.equal(route.requests.length, 4);
  },
);

testInPage("renewals that stall repeatedly do not affect reads", { clock: true }, async ({ run, page, route }) => {
  route.answer([good, stalled]);
  await run(async ({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint, requestTimeoutMs: 3_000 });
    globalThis.source = tokens.source(sso);
    source.subscribe(() => {});
    await source.getToken();
  });
  const ended = [];
  let seen = 1;
  for (let second = 0; second < 564; second++) {
    await page.clock.runFor(1_000);
    const { token, fetches } = await run(async () => ({
      ...(await outcome(source.getToken())),
      fetches: tokens.stats().fetches,
    }));
    assert.equal(token, "good", `in second ${second}`);
    // A request still in flight would receive the test's next reply.
    for (; seen < fetches; seen++) ended.push((await route.arrived(seen + 1)).ended);
  }
  assert.ok(ended.length >= 3, `${ended.length} requests stalled`);
  route.answer({ json: { token: "new", expires_in: 600 } });
  await run(() => note("next", tokens.getToken(sso, { forceRefresh: true, waitTimeoutMs: Infinity })));
  // A request in flight still stalls until its timeout.
  await page.clock.runFor(3_000);
  // After so many failures the pause is up to a minute.
  for (let second = 0; second < 64 && !(await run(() => later.next)); second++) {
    await page.clock.runFor(1_000);
    await run(() => settled());
  }
  assert.deepEqual(await run(() => later.next), { token: "new" });
  assert.ok((await Promise.all(ended)).every((isCut) => isCut));
  console.log(`# stalling: ${route.requests.length} requests, ${ended.length} of them stalled`);
});
