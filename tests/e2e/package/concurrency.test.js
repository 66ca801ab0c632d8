import assert from "node:assert/strict";
import { createGate } from "./route.js";
import { testInPage } from "./visit.js";

testInPage("a thousand concurrent calls send one request and get one token", {}, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const all = await Promise.all(Array.from({ length: 1_000 }, () => tokens.getToken(sso)));
    const { hits, fetches, coalesced } = tokens.stats();
    return {
      count: all.length,
      distinct: [...new Set(all)],
      again: await tokens.getToken(sso),
      hits,
      fetches,
      coalesced,
    };
  });
  assert.deepEqual(got, { count: 1_000, distinct: ["token-1"], again: "token-1", hits: 0, fetches: 1, coalesced: 999 });
  assert.equal(route.requests.length, 1);
});

testInPage("five hundred calls by source and five hundred by key send one request", {}, async ({ run, route }) => {
  const distinct = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const calls = Array.from({ length: 500 }, () => [tokens.source(sso).getToken(), tokens.getToken({ ...sso })]);
    return [...new Set(await Promise.all(calls.flat()))];
  });
  assert.deepEqual(distinct, ["token-1"]);
  assert.equal(route.requests.length, 1);
});

testInPage("calls during a request join it", {}, async ({ run, route }) => {
  const gate = createGate();
  route.answer({ json: { token: "held", expires_in: 600 }, hold: gate.opened });
  await run(({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint });
    note("first", tokens.getToken(sso));
  });
  await route.arrived(1);
  await run(() => note("second", tokens.getToken(sso)));
  gate.open();
  const got = await run(async () => {
    await until(() => later.first && later.second);
    return later;
  });
  assert.deepEqual(got, { first: { token: "held" }, second: { token: "held" } });
  assert.equal(route.requests.length, 1);
});

testInPage("two keys send two requests and get two tokens", {}, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const keys = [
      sso,
      { organizationId: "org_2", widgetScope: "sso" },
      { organizationId: "org_1", widgetScope: "dsync" },
    ];
    return Promise.all(keys.flatMap((key) => [tokens.getToken(key), tokens.getToken(key)]));
  });
  assert.equal(route.requests.length, 3);
  assert.equal(new Set(got).size, 3);
  assert.equal(got[0], got[1]);
  assert.equal(got[2], got[3]);
});

testInPage("the order of scopes and duplicates do not matter", {}, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const sets = [
      ["sso", "dsync"],
      ["dsync", "sso"],
      ["sso", "dsync", "sso"],
      ["dsync", "dsync", "sso"],
    ];
    const keys = sets.map((widgetScope) => ({ organizationId: "org_1", widgetScope }));
    return {
      tokens: [...new Set(await Promise.all(keys.map((key) => tokens.getToken(key))))],
      sources: new Set(keys.map((key) => tokens.source(key))).size,
      key: tokens.source(keys[0]).key,
    };
  });
  const key = { organizationId: "org_1", widgetScope: ["dsync", "sso"] };
  assert.deepEqual(got, { tokens: ["token-1"], sources: 1, key });
  assert.deepEqual(
    route.requests.map(({ json }) => json),
    [key],
  );
});

testInPage("a single scope equals a list of that scope", {}, async ({ run, route }) => {
  const same = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const list = { organizationId: "org_1", widgetScope: ["sso"] };
    await Promise.all([tokens.getToken(sso), tokens.getToken(list)]);
    return tokens.source(sso) === tokens.source(list);
  });
  assert.equal(same, true);
  assert.deepEqual(
    route.requests.map(({ json }) => json),
    [{ organizationId: "org_1", widgetScope: "sso" }],
  );
});

testInPage("equal keys have the same source, different keys different ones", {}, async ({ run, route }) => {
  const got = await run(({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const source = tokens.source(sso);
    return {
      equal: source === tokens.source({ ...sso }),
      ofAnotherScope: source === tokens.source({ ...sso, widgetScope: "dsync" }),
      ofAnotherOrganization: source === tokens.source({ ...sso, organizationId: "org_2" }),
      ofAMount: source === tokens.source({ ...sso, widgetSession: "mount-1" }),
      ofAnotherManager: source === createTokenManager({ endpoint }).source(sso),
      getToken: source.getToken === tokens.source(sso).getToken,
    };
  });
  assert.deepEqual(got, {
    equal: true,
    ofAnotherScope: false,
    ofAnotherOrganization: false,
    ofAMount: false,
    ofAnotherManager: false,
    getToken: true,
  });
  assert.equal(route.requests.length, 0);
});

testInPage("a widget session has its own token and is never sent", {}, async ({ run, route }) => {
  const got = await run(({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    const sessions = [undefined, "mount-1", "mount-2", "mount-1"];
    return Promise.all(sessions.map((widgetSession) => tokens.getToken({ ...sso, widgetSession })));
  });
  assert.equal(new Set(got).size, 3);
  assert.equal(got[1], got[3]);
  assert.deepEqual(
    route.requests.map(({ json }) => json),
    Array(3).fill({ organizationId: "org_1", widgetScope: "sso" }),
  );
});

testInPage("a source's getToken works on its own", {}, async ({ run }) => {
  const got = await run(async ({ endpoint }) => {
    const { getToken } = createTokenManager({ endpoint }).source(sso);
    return [await getToken(), await getToken.call(undefined), await Reflect.apply(getToken, {}, [])];
  });
  assert.deepEqual(got, ["token-1", "token-1", "token-1"]);
});
