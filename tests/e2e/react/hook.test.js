import assert from "node:assert/strict";
import { createGate } from "../package/route.js";
import { testsWith } from "./visit.js";

const testInReact = await testsWith("stage.js");

testInReact("a mounted component fetches, and renders again when the token arrives", {}, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    mount(h(Probe, { tokens: createTokenManager({ endpoint }), organizationId: "org_1" }));
    await shows("ready token-1");
    return { first: renders.probe[0], last: renders.probe.at(-1), keys: Object.keys(given.probe).sort() };
  });
  assert.deepEqual(got, {
    first: "loading",
    last: "ready token-1",
    keys: ["error", "getToken", "status", "token"],
  });
  assert.equal(route.requests.length, 1);
});

testInReact(
  "returns the same object and getToken, even if the key is a new object at each render",
  {},
  async ({ run, route }) => {
    const got = await run(async ({ endpoint }) => {
      const tokens = createTokenManager({ endpoint });
      const probe = (widgetScope) => h(Probe, { tokens, organizationId: "org_1", scope: widgetScope });
      const root = mount(probe("sso"));
      await shows("ready token-1");
      const before = given.probe;
      const counted = renders.probe.length;
      for (let count = 0; count < 5; count++) atOnce(() => root.render(probe(["sso", "sso"])));
      await rest();
      return {
        sameObject: given.probe === before,
        renders: renders.probe.length - counted,
        token: nameOf(await given.probe.getToken()),
      };
    });
    assert.deepEqual(got, { sameObject: true, renders: 5, token: "token-1" });
    assert.equal(route.requests.length, 1);
  },
);

testInReact("returns the same getToken after a garbage collection", {}, async ({ run, route, page }) => {
  await run(async ({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint });
    globalThis.root = mount(h(Probe, { tokens, organizationId: "org_1" }));
    await shows("ready token-1");
    globalThis.before = given.probe;
  });
  const session = await page.context().newCDPSession(page);
  for (let round = 0; round < 3; round++) await session.send("HeapProfiler.collectGarbage");
  const got = await run(async () => {
    atOnce(() => root.render(h(Probe, { tokens, organizationId: "org_1" })));
    await rest();
    return { sameObject: given.probe === before, sameFunction: given.probe.getToken === before.getToken };
  });
  assert.deepEqual(got, { sameObject: true, sameFunction: true });
  assert.equal(route.requests.length, 1);
});

testInReact(
  "a renewed token is rendered, with a new object and the same getToken",
  { clock: true },
  async ({ run, advance, route }) => {
    await run(async ({ endpoint }) => {
      mount(h(Probe, { tokens: createTokenManager({ endpoint }), organizationId: "org_1" }));
      await shows("ready token-1");
      globalThis.before = given.probe;
    });
    await advance(600_000);
    const got = await run(async () => {
      await shows("ready token-2");
      return { sameObject: given.probe === before, sameFunction: given.probe.getToken === before.getToken };
    });
    assert.deepEqual(got, { sameObject: false, sameFunction: true });
    assert.equal(route.requests.length, 2);
    assert.ok(!(await run(() => renders.probe)).slice(2).includes("loading"), "the old one is shown until then");
  },
);

testInReact("equal keys share one request and one getToken", {}, async ({ run, route }) => {
  const same = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const probe = (name, ...scope) => h(Probe, { name, tokens, organizationId: "org_1", scope });
    mount(h("div", null, probe("a", "sso", "dsync"), probe("b", "dsync", "sso")));
    mount(probe("c", "dsync", "sso", "dsync"));
    for (const name of ["a", "b", "c"]) await shows("ready token-1", name);
    return given.a.getToken === given.b.getToken && given.b.getToken === given.c.getToken;
  });
  assert.equal(same, true);
  assert.equal(route.requests.length, 1);
});

testInReact("another key shows another token at once", {}, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const probe = (scope) => h(Probe, { tokens, organizationId: "org_1", scope });
    const root = mount(probe("sso"));
    await shows("ready token-1");
    atOnce(() => root.render(probe("dsync")));
    const between = renders.probe.at(-1);
    await shows("ready token-2");
    atOnce(() => root.render(probe("sso")));
    return { between, back: shown() };
  });
  assert.deepEqual(got, { between: "loading", back: "ready token-1" });
  assert.deepEqual(
    route.requests.map(({ json }) => json.widgetScope),
    ["sso", "dsync"],
  );
});

testInReact("a refused key returns its error and does not throw", {}, async ({ run, route }) => {
  route.answer({ status: 403, json: { message: "not a member" } });
  const got = await run(async ({ endpoint }) => {
    mount(h(Boundary, null, h(Probe, { tokens: createTokenManager({ endpoint }), organizationId: "org_1" })));
    await shows("failed forbidden");
    const { error, token } = given.probe;
    return { description: error.description, token, boundary: shown("boundary") };
  });
  assert.deepEqual(got, { description: "not a member", token: undefined, boundary: undefined });
});

testInReact(
  "during an outage the status is retrying with the error, and then ready",
  { clock: true },
  async ({ run, route, grant, advance }) => {
    route.answer({ status: 500, json: {} });
    await run(async ({ endpoint }) => {
      mount(h(Probe, { tokens: createTokenManager({ endpoint }), organizationId: "org_1" }));
      await shows("retrying server_error");
    });
    route.answer(grant);
    await advance(5_000);
    assert.equal(await run(async () => shows("ready token-2").then(() => given.probe.error)), undefined);
  },
);

const SAID_OF_A_BOUNDARY = /boundary|Error:|TokenError|above error/i;

testInReact("an invalid key throws to the error boundary", { messages: SAID_OF_A_BOUNDARY }, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const codes = [];
    for (const key of [{ organizationId: "acme" }, { organizationId: "org_1", scope: "nonsense" }]) {
      const root = mount(h(Boundary, null, h(Probe, { tokens, ...key })));
      await until(() => shown("boundary"));
      codes.push(shown("boundary"));
      atOnce(() => root.unmount());
    }
    return codes;
  });
  assert.deepEqual(got, ["invalid_request", "invalid_scope"]);
  assert.equal(route.requests.length, 0);
});

testInReact("without a manager, the error names WidgetTokens", { messages: SAID_OF_A_BOUNDARY }, async ({ run }) => {
  const said = await run(async () => {
    mount(h(Boundary, null, h(Probe)));
    await until(() => shown("boundary"));
    return shown("boundary");
  });
  assert.match(said, /<WidgetTokens>.*useWidgetToken\(tokens, key\)/);
});

testInReact("an undefined key is invalid", { messages: SAID_OF_A_BOUNDARY }, async ({ run }) => {
  const codes = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const codes = [];
    for (const key of [undefined, null]) {
      const Widget = () => useWidgetToken(tokens, key).status;
      const root = mount(h(Boundary, null, h(Widget)));
      await until(() => shown("boundary"));
      codes.push(shown("boundary"));
      atOnce(() => root.unmount());
    }
    return codes;
  });
  assert.deepEqual(codes, ["invalid_request", "invalid_request"]);
});

testInReact(
  "after disposal, a new key throws, and getToken of a mounted component rejects",
  { messages: SAID_OF_A_BOUNDARY },
  async ({ run, route }) => {
    const got = await run(async ({ endpoint }) => {
      const tokens = createTokenManager({ endpoint });
      const root = mount(h(Probe, { tokens, organizationId: "org_1" }));
      await shows("ready token-1");
      tokens.dispose();
      atOnce(() => root.render(h(Probe, { tokens, organizationId: "org_1" })));
      const mounted = await outcome(given.probe.getToken());
      const status = shown();
      atOnce(() => root.unmount());
      mount(h(Boundary, null, h(Probe, { tokens, organizationId: "org_2" })));
      await until(() => shown("boundary"));
      return { status, mounted: mounted.error.code, unknown: shown("boundary") };
    });
    assert.deepEqual(got, { status: "failed disposed", mounted: "disposed", unknown: "disposed" });
    assert.equal(route.requests.length, 1);
  },
);

testInReact("getToken waits for the request, and accepts a source's options", {}, async ({ run, route, grant }) => {
  const gate = createGate();
  route.answer((request, number) => ({ ...grant(request, number), hold: gate.opened }));
  const refused = await run(async ({ endpoint }) => {
    mount(h(Probe, { tokens: createTokenManager({ endpoint }), organizationId: "org_1" }));
    await shows("loading");
    note("mine", given.probe.getToken());
    const controller = new AbortController();
    const wait = outcome(given.probe.getToken({ signal: controller.signal }));
    controller.abort();
    const nonsense = await outcome(given.probe.getToken({ nonsense: 1 }));
    return { aborted: (await wait).error.code, nonsense: nonsense.error.code };
  });
  assert.deepEqual(refused, { aborted: "aborted", nonsense: "invalid_options" });
  gate.open();
  assert.equal(await run(() => until(() => later.mine).then(() => nameOf(later.mine.token))), "token-1");
  assert.equal(route.requests.length, 1);
});
