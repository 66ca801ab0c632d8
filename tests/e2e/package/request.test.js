import assert from "node:assert/strict";
import { testCasesInPage, testInPage } from "./visit.js";

testInPage("sends a POST with JSON, uncached and without a secret", {}, async ({ run, route }) => {
  await run(({ endpoint }) => createTokenManager({ endpoint }).getToken(sso));
  const [{ method, headers, json }] = route.requests;
  assert.equal(method, "POST");
  assert.deepEqual(json, { organizationId: "org_1", widgetScope: "sso" });
  assert.equal(headers["content-type"], "application/json");
  assert.equal(headers.accept, "application/json");
  assert.equal(headers["cache-control"], "no-cache");
  assert.equal(headers.authorization, undefined);
});

testInPage("passes the method, cache mode, credentials and a signal to fetch", {}, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    const asked = [];
    const spy = (url, { method, cache, credentials, redirect, signal, body }) => {
      asked.push({ url, method, cache, credentials, redirect, body, signal: signal instanceof AbortSignal });
      return fetch(endpoint, { method, body });
    };
    await createTokenManager({ endpoint, fetch: spy }).getToken(sso);
    await createTokenManager({ endpoint, fetch: spy, credentials: "include" }).getToken(sso);
    return asked;
  });
  const expected = {
    method: "POST",
    cache: "no-store",
    redirect: "manual",
    body: '{"organizationId":"org_1","widgetScope":"sso"}',
    signal: true,
  };
  assert.equal(new URL(got[0].url).pathname, route.endpoint);
  assert.deepEqual(
    got.map(({ url: _, ...rest }) => rest),
    [
      { ...expected, credentials: "same-origin" },
      { ...expected, credentials: "include" },
    ],
  );
});

const CREDENTIALS = [
  { credentials: undefined, cookie: "session=1" },
  { credentials: "same-origin", cookie: "session=1" },
  { credentials: "include", cookie: "session=1" },
  { credentials: "omit", cookie: undefined },
];

testCasesInPage(
  "cookies, by the credentials option",
  {},
  CREDENTIALS.map((given) => [
    `they are ${given.cookie ? "sent" : "not sent"} with credentials ${given.credentials ?? "by default"}`,
    given,
  ]),
  async ({ run, route }, { credentials, cookie }) => {
    await run(
      ({ endpoint, credentials }) => {
        // biome-ignore lint/suspicious/noDocumentCookie: the session of an app
        document.cookie = "session=1; path=/";
        return createTokenManager({ endpoint, ...(credentials && { credentials }) }).getToken(sso);
      },
      { credentials },
    );
    assert.equal(route.requests[0].headers.cookie, cookie);
  },
);

testInPage("looks up the global fetch for each request", {}, async ({ run, route }) => {
  const called = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    let called = 0;
    const { fetch } = globalThis;
    globalThis.fetch = (...args) => {
      called++;
      return fetch(...args);
    };
    await tokens.getToken(sso);
    return called;
  });
  assert.equal(called, 1);
  assert.equal(route.requests.length, 1);
});

const HEADERS = {
  "an object": () => ({ "X-CSRF": "c1" }),
  "a Headers": () => new Headers({ "X-CSRF": "c1" }),
  "an array of pairs": () => [["X-CSRF", "c1"]],
  "a function": () => () => ({ "X-CSRF": "c1" }),
  "an async function": () => async () => new Headers({ "X-CSRF": "c1" }),
};

testCasesInPage("headers are sent", {}, Object.entries(HEADERS), async ({ run, route }, headers) => {
  // biome-ignore lint/security/noGlobalEval: the headers are made by a function of this file
  await run(({ endpoint, headers }) => createTokenManager({ endpoint, headers: eval(headers)() }).getToken(sso), {
    headers: `(${headers})`,
  });
  assert.equal(route.requests[0].headers["x-csrf"], "c1");
  assert.equal(route.requests[0].headers["content-type"], "application/json");
});

testInPage("calls a headers function for each request; it may return nothing", {}, async ({ run, route }) => {
  await run(async ({ endpoint }) => {
    const given = [undefined, { "X-CSRF": "second" }];
    const tokens = createTokenManager({ endpoint, headers: () => given.shift() });
    await tokens.getToken(sso);
    await tokens.getToken({ ...sso, widgetScope: "dsync" });
  });
  assert.deepEqual(
    route.requests.map(({ headers }) => headers["x-csrf"]),
    [undefined, "second"],
  );
});

testInPage("a headers function that throws prevents the request and is the cause", {}, async ({ run, route }) => {
  const { error } = await run(({ endpoint }) => {
    const headers = () => Promise.reject(new Error("no csrf"));
    return outcome(createTokenManager({ endpoint, headers }).getToken(sso, { waitTimeoutMs: 0 }));
  });
  assert.deepEqual([error.code, error.transient], ["network", true]);
  assert.equal(error.cause, "Error: no csrf");
  assert.equal(route.requests.length, 0);
});

for (const option of ["headers", "body"]) {
  testInPage(`a ${option} function that fails with a network error is called again`, { clock: true }, async (visit) => {
    const { run, route, advance } = visit;
    route.answer({ json: { token: "good", expires_in: 600 } });
    await run(
      ({ endpoint, option }) => {
        let calls = 0;
        const failing = () => {
          if (++calls < 3) throw new TypeError("Failed to fetch");
          return { "X-CSRF": "fresh" };
        };
        note(
          "token",
          createTokenManager({ endpoint, [option]: failing })
            .source(sso)
            .getToken(),
        );
      },
      { option },
    );
    await advance(5_000);
    assert.deepEqual(await run(() => later.token), { token: "good" });
    assert.equal(route.requests.length, 1);
  });
}

testInPage("does not retry after headers() returned invalid headers", {}, async ({ run, route }) => {
  const { error } = await run(({ endpoint }) =>
    outcome(createTokenManager({ endpoint, headers: () => ({ "no name": "x" }) }).getToken(sso)),
  );
  assert.deepEqual([error.code, error.transient], ["invalid_options", false]);
  assert.equal(route.requests.length, 0);
});

testInPage("calls a fetch with a non-network error three times, and reports it", { clock: true }, async (visit) => {
  const { run, advance } = visit;
  await run(({ endpoint }) => {
    globalThis.calls = 0;
    const fetch = async () => {
      calls++;
      return undefinedName;
    };
    note("token", createTokenManager({ endpoint, fetch }).source(sso).getToken());
  });
  await advance(60_000);
  const { error } = await run(() => later.token);
  assert.equal(error.code, "invalid_options");
  assert.match(error.message, /fetch failed, and not by the network/);
  assert.match(error.cause, /ReferenceError/);
  assert.equal(await run(() => calls), 3);
});

testInPage(
  "a TokenError from the app's own function is not mistaken for an exposed secret",
  {},
  async ({ run, route }) => {
    const got = await run(async ({ endpoint }) => {
      const other = createTokenManager({ endpoint });
      other.dispose();
      const headers = async () => ({ "X-Token": await other.getToken(sso) });
      const parseResponse = () => other.getToken(sso);
      const managers = [createTokenManager({ endpoint, headers }), createTokenManager({ endpoint, parseResponse })];
      return Promise.all(managers.map((tokens) => outcome(tokens.getToken(sso, { waitTimeoutMs: 0 }))));
    });
    assert.deepEqual(
      got.map(({ error }) => error?.code),
      ["network", "invalid_response"],
    );
    for (const { error } of got) assert.match(error.cause, /disposed/);
    assert.equal(route.requests.length, 1);
  },
);

testInPage("the body option sets the body", {}, async ({ run, route }) => {
  await run(({ endpoint }) => {
    const body = ({ organizationId, widgetScope }) => ({ org: organizationId, scopes: [widgetScope].flat() });
    return createTokenManager({ endpoint, body }).getToken({ organizationId: "org_1", widgetScope: ["sso", "dsync"] });
  });
  assert.deepEqual(route.requests[0].json, { org: "org_1", scopes: ["dsync", "sso"] });
});

testInPage("parseResponse reads another reply format", {}, async ({ run, route }) => {
  route.answer({ json: { data: { jwt: "abc" } }, headers: { "X-Life": "90" } });
  const got = await run(async ({ endpoint }) => {
    const parseResponse = async (body, response) => ({
      token: body.data.jwt,
      expiresInMs: Number(response.headers.get("x-life")) * 1_000,
    });
    const source = createTokenManager({ endpoint, parseResponse }).source(sso);
    const token = await source.getToken();
    const { fetchedAt, expiresAt } = source.peek();
    return { token, life: expiresAt - fetchedAt };
  });
  assert.deepEqual(got, { token: "abc", life: 90_000 });
});

testInPage("parseResponse receives text if the reply is not JSON, and no error replies", {}, async ({ run, route }) => {
  route.answer([{ status: 404, body: "none" }, { body: "plain-token" }]);
  const got = await run(async ({ endpoint }) => {
    const seen = [];
    const parseResponse = (body) => {
      seen.push(body);
      return { token: body };
    };
    const tokens = createTokenManager({ endpoint, parseResponse });
    const refused = await outcome(tokens.getToken(sso));
    return [refused.error.code, await tokens.getToken({ ...sso, widgetScope: "dsync" }), seen];
  });
  assert.deepEqual(got, ["organization_not_found", "plain-token", ["plain-token"]]);
});

testInPage("an exception in parseResponse is an invalid response with that cause", {}, async ({ run }) => {
  const { error } = await run(({ endpoint }) => {
    const parseResponse = () => {
      throw new Error("odd shape");
    };
    return outcome(createTokenManager({ endpoint, parseResponse }).getToken(sso));
  });
  assert.equal(error.code, "invalid_response");
  assert.equal(error.cause, "Error: odd shape");
});
