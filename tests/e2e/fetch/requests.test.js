/** `workos-widget-tokens/fetch` against real servers, with the code of docs/requests.md. */

import assert from "node:assert/strict";
import { blockWith } from "../../documents/documents.js";
import { createGate } from "../package/route.js";
import { testInPage } from "../package/visit.js";
import { bundleRequests, REJECTED, serve, troubles } from "./page.js";

const script = await bundleRequests(`
  import { authorizedFetch, isGraphqlRejection } from "workos-widget-tokens/fetch";
  import { fetchWithToken } from "./api.js";
  const tokens = createTokenManager({ endpoint: "/api/widget-token" });
  const source = tokens.source(sso);
  const ask = authorizedFetch(source);
  const read = async (response) => ({ status: response.status, ...JSON.parse(await response.text()) });
  Object.assign(globalThis, { authorizedFetch, isGraphqlRejection, fetchWithToken, tokens, source, ask, read });
`);

testInPage("sends the request unchanged, with the token", { script }, async (visit) => {
  const { api, route } = serve(visit, "/things");
  const got = await visit.run(async () => {
    const init = { method: "PUT", headers: { "X-Mine": "1", Authorization: "other" }, body: "body", signal: null };
    return { ...(await read(await ask("/things", init))), untouched: init.headers.Authorization };
  });
  assert.deepEqual(got, { status: 200, token: "token-1", untouched: "other" });
  const [{ method, headers, text }] = api.requests;
  assert.deepEqual([api.requests.length, method, headers["x-mine"], text], [1, "PUT", "1", "body"]);
  assert.equal(route.requests.length, 1);
});

/** Runs in the page: every kind of body. */
const BODIES = {
  "a text": () => ["/things", { method: "POST", body: "again" }],
  "a URL and bytes": () => [
    new URL("/things", location.href),
    { method: "POST", body: new TextEncoder().encode("again") },
  ],
  "a Blob": () => ["/things", { method: "POST", body: new Blob(["again"], { type: "text/plain" }) }],
  "a Request": () => [new Request("/things", { method: "POST", body: "again", headers: { "X-Mine": "1" } })],
  "a Request and options": () => [
    new Request("/things", { method: "POST", body: "other", headers: { "X-Mine": "0" } }),
    { body: "again", headers: { "X-Mine": "1" } },
  ],
};

for (const [what, make] of Object.entries(BODIES)) {
  testInPage(`sends the same request with a new token after 401: ${what}`, { script, troubles }, async (visit) => {
    const { api, route, tokens } = serve(visit, "/things", (token) => (token === "token-1" ? REJECTED : { json: {} }));
    await visit.run(({ source }) => ask(...new Function(`return (${source})()`)()).then(read), {
      source: String(make),
    });
    assert.deepEqual(tokens(), ["token-1", "token-2"]);
    assert.deepEqual(
      api.requests.map(({ method, text }) => [method, text]),
      [
        ["POST", "again"],
        ["POST", "again"],
      ],
    );
    if (what.includes("Request"))
      assert.deepEqual([...new Set(api.requests.map(({ headers }) => headers["x-mine"]))], ["1"]);
    assert.equal(route.requests.length, 2);
  });
}

testInPage("a burst of 403s fetches one new token", { script, troubles }, async (visit) => {
  const gate = createGate();
  const { api, route } = serve(visit, "/things", (token, number) => {
    if (number === 5) gate.open();
    return token === "token-1" ? { ...REJECTED, status: 403, hold: gate.opened } : { json: {} };
  });
  const statuses = await visit.run(async () => {
    // A browser opens six connections to such a server: further requests would wait for the
    // replies.
    const responses = await Promise.all(Array.from({ length: 5 }, () => ask("/things")));
    return responses.map(({ status }) => status);
  });
  assert.deepEqual([...new Set(statuses)], [200]);
  assert.equal(api.requests.length, 10);
  assert.equal(route.requests.length, 2);
});

testInPage("a rejection of a replaced token fetches none", { script, troubles }, async (visit) => {
  const gate = createGate();
  const { api, route } = serve(visit, "/things", (token) =>
    token === "token-1" ? { ...REJECTED, hold: gate.opened } : { json: { token } },
  );
  await visit.run(() => note("late", ask("/things").then(read)));
  await api.arrived(1);
  await visit.run(() => source.getToken({ forceRefresh: true }));
  gate.open();
  const got = await visit.run(() => until(() => later.late).then(() => later.late.token));
  assert.deepEqual(got, { status: 200, token: "token-2" });
  assert.equal(route.requests.length, 2);
});

testInPage("a rejection that a new token does not fix fetches one token only", { script, troubles }, async (visit) => {
  const { api, route, tokens } = serve(visit, "/things", () => ({ ...REJECTED, status: 403 }));
  const statuses = await visit.run(async () => {
    const all = [];
    for (let count = 0; count < 20; count++) all.push((await ask("/things")).status);
    return all;
  });
  assert.deepEqual([...new Set(statuses)], [403]);
  assert.equal(route.requests.length, 2);
  assert.deepEqual(tokens().slice(0, 3), ["token-1", "token-2", "token-2"]);
  assert.equal(api.requests.length, 21);
  // Another status may concern the token again.
  api.answer((_, number) => (number === 22 ? REJECTED : { json: {} }));
  assert.equal(await visit.run(() => ask("/things").then(({ status }) => status)), 200);
  assert.equal(route.requests.length, 3);
});

testInPage("passes on failures that do not concern the token", { script, troubles }, async (visit) => {
  const { api, route } = serve(visit, "/things", (_, number) => ({ status: number === 1 ? 404 : 500 }));
  const statuses = await visit.run(async () => [(await ask("/things")).status, (await ask("/things")).status]);
  assert.deepEqual(statuses, [404, 500]);
  assert.deepEqual([api.requests.length, route.requests.length], [2, 1]);
});

testInPage(
  "a broken connection rejects as with fetch",
  { script, troubles: /ERR_EMPTY|ERR_CONNECTION/ },
  async (visit) => {
    serve(visit, "/things", () => ({ drop: true }));
    assert.equal(await visit.run(() => ask("/things").catch(({ name }) => name)), "TypeError");
  },
);

testInPage("an abort rejects as in fetch, while waiting for a token and after it", { script }, async (visit) => {
  const { api, route } = serve(visit, "/things", () => ({ json: {}, hold: createGate().opened }));
  route.answer([{ json: {}, hold: createGate().opened }, { json: { token: "token-1", expires_in: 600 } }]);
  const waiting = await visit.run(async () => {
    const controller = new AbortController();
    const asked = ask("/things", { signal: controller.signal });
    controller.abort();
    const mine = new AbortController();
    const request = ask(new Request("/things", { signal: mine.signal }));
    mine.abort(new RangeError("mine"));
    return [await asked.catch(({ name }) => name), await request.catch(({ name }) => name)];
  });
  assert.deepEqual(waiting, ["AbortError", "RangeError"]);
  assert.equal(api.requests.length, 0);
  const sent = await visit
    .run(async () => {
      const controller = new AbortController();
      globalThis.asked = ask("/things", { signal: controller.signal }).catch(({ name }) => name);
      globalThis.controller = controller;
    })
    .then(() => api.arrived(1))
    .then(() =>
      visit.run(() => {
        controller.abort();
        return asked;
      }),
    );
  assert.equal(sent, "AbortError");
});

testInPage("rejects with a TokenError if there is no token", { script, troubles }, async (visit) => {
  const { api, route } = serve(visit, "/things");
  route.answer({ status: 403, json: { message: "not a member" } });
  const error = await visit.run(() => outcome(ask("/things")).then(({ error }) => error));
  assert.deepEqual([error.isTokenError, error.code, api.requests.length], [true, "forbidden", 0]);
});

for (const [how, reply] of /** @type {[string, () => any][]} */ ([
  ["fails", () => ({ status: 500, json: {} })],
  ["hangs", () => ({ json: {}, hold: createGate().opened })],
])) {
  testInPage(
    `a token in its last 20 s is used while the route ${how}`,
    { script, troubles, clock: true },
    async (visit) => {
      const { api, route, tokens } = serve(visit, "/things");
      await visit.run(() => {
        // No refetch happens in between, as after a sleep.
        const manager = createTokenManager({ endpoint: "/api/widget-token", idleAfterMs: 1_000 });
        globalThis.ask = authorizedFetch(manager.source(sso));
        return ask("/things").then(read);
      });
      await visit.advance(580_000);
      route.answer(reply());
      await visit.run(() => note("late", ask("/things").then(read)));
      await route.arrived(2);
      // As long as a request may take.
      await visit.page.clock.runFor(10_000);
      const got = await visit.run(() => until(() => later.late).then(() => later.late.token));
      assert.deepEqual(got, { status: 200, token: "token-1" });
      assert.deepEqual([api.requests.length, tokens()], [2, ["token-1", "token-1"]]);
    },
  );
}

testInPage("the wait for a token has a limit", { script, troubles, clock: true }, async (visit) => {
  const { api, route } = serve(visit, "/things");
  route.answer({ status: 500, json: {} });
  await visit.run(() => note("late", ask("/things")));
  await visit.run(() => note("short", authorizedFetch(source, { waitTimeoutMs: 1_000 })("/things")));
  await visit.advance(2_000, 500);
  assert.equal(await visit.run(() => later.short?.error.code), "server_error");
  assert.equal(await visit.run(() => later.late), undefined);
  await visit.advance(30_000);
  assert.equal(await visit.run(() => later.late?.error.code), "server_error");
  assert.equal(api.requests.length, 0);
});

testInPage("sends through the app's own fetch, with that platform's extra options", { script }, async (visit) => {
  serve(visit, "/things");
  const got = await visit.run(async () => {
    const seen = [];
    const fetch = (input, init) => {
      seen.push([input instanceof Request, input.headers.get("Authorization"), init]);
      return globalThis.fetch(input, init);
    };
    await authorizedFetch(source, { fetch })("/things", { method: "POST", body: "b", next: { revalidate: 1 } });
    return seen;
  });
  assert.deepEqual(got, [[true, "Bearer token-1", { next: { revalidate: 1 } }]]);
});

testInPage("isRejected may be a function of the app", { script, troubles }, async (visit) => {
  const { route, tokens } = serve(visit, "/things", (token) => ({ json: { isStale: token === "token-1" } }));
  const got = await visit.run(async () => {
    const isRejected = async (response) => (await response.clone().json()).isStale;
    return read(await authorizedFetch(source, { isRejected })("/things"));
  });
  assert.deepEqual(got, { status: 200, isStale: false });
  assert.deepEqual([tokens(), route.requests.length], [["token-1", "token-2"], 2]);
});

testInPage("the documented call works", { script }, async (visit) => {
  const { api } = serve(visit, "/api/connections");
  const status = await visit.run(
    ({ line }) =>
      new Function("fetchWithToken", `return (async () => { ${line}; return response.status; })()`)(fetchWithToken),
    { line: blockWith("docs/requests.md", "await fetchWithToken(") },
  );
  assert.equal(status, 200);
  assert.deepEqual(
    api.requests.map(({ method, json }) => [method, json]),
    [["POST", { name: "Okta" }]],
  );
});

/** Replies of GraphQL servers, and whether they concern the token. */
const REPLIES = [
  {
    name: "UNAUTHENTICATED",
    reply: { json: { errors: [{ extensions: { code: "UNAUTHENTICATED" } }] } },
    isRejection: true,
  },
  {
    name: "the error beside null data",
    reply: { json: { errors: [null, { extensions: { code: "UNAUTHENTICATED" } }] } },
    isRejection: true,
  },
  {
    name: "the error in a batch",
    reply: { json: [{ data: {} }, { errors: [{ extensions: { code: "UNAUTHENTICATED" } }] }] },
    isRejection: true,
  },
  {
    name: "the error as application/graphql-response+json",
    reply: {
      headers: { "Content-Type": "application/graphql-response+json; charset=utf-8" },
      json: { errors: [{ extensions: { code: "UNAUTHENTICATED" } }] },
    },
    isRejection: true,
  },
  { name: "401 with HTML", reply: { status: 401, body: "<p>no</p>" }, isRejection: true },
  { name: "403", reply: { status: 403, json: null }, isRejection: true },
  { name: "errors: [null]", reply: { json: { errors: [null] } }, isRejection: false },
  { name: "errors that are not an array", reply: { json: { errors: "none" } }, isRejection: false },
  {
    name: "another error",
    reply: { json: { errors: [{ extensions: { code: "BAD_USER_INPUT" } }] } },
    isRejection: false,
  },
  { name: "null", reply: { json: null }, isRejection: false },
  { name: "a server error, in HTML", reply: { status: 500, body: "<p>oops</p>" }, isRejection: false },
  {
    name: "a body falsely declared as JSON",
    reply: { headers: { "Content-Type": "application/json" }, body: "{" },
    isRejection: false,
  },
  {
    name: "an endless stream",
    reply: { headers: { "Content-Type": "text/event-stream" }, body: "data: 1", stall: true },
    isRejection: false,
  },
];

testInPage("isGraphqlRejection recognizes the errors of GraphQL servers", { script, troubles }, async (visit) => {
  for (const { name, reply, isRejection } of REPLIES) {
    serve(visit, "/graphql", () => reply);
    const got = await visit.run(async () => {
      const response = await fetch("/graphql", { method: "POST" });
      return { isRejection: await isGraphqlRejection(response), isUnread: !response.bodyUsed };
    });
    assert.deepEqual(got, { isRejection, isUnread: true }, name);
  }
});
