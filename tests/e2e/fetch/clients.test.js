/** Other HTTP clients with `workos-widget-tokens/fetch` as their `fetch`, set up by the files of docs/requests.md. */

import assert from "node:assert/strict";
import { testInPage } from "../package/visit.js";
import { bundleRequests, REJECTED, serve, troubles } from "./page.js";

const UNAUTHENTICATED = { json: { errors: [{ message: "no", extensions: { code: "UNAUTHENTICATED" } }] } };

/**
 * `post` sends `{ a: 1 }` with a header of the caller's, and returns the token that the API received; `statusOf`
 * returns the status of a GET.
 *
 * @type {Record<string, string>}
 */
const CLIENTS = {
  "ky-client.js": `
    post: () => client.post("/api/things", { json: { a: 1 }, headers: { "X-Mine": "1" } }).json(),
    statusOf: () => client.get("/api/things", { throwHttpErrors: false, retry: 0 }).then(({ status }) => status),
  `,
  "openapi-client.js": `
    post: () => client.POST("/things", { body: { a: 1 }, headers: { "X-Mine": "1" } }).then(({ data }) => data),
    statusOf: () => client.GET("/things").then(({ response }) => response.status),
  `,
  "axios-client.js": `
    post: () => client.post("/api/things", { a: 1 }, { headers: { "X-Mine": "1" } }).then(({ data }) => data),
    statusOf: () => client.get("/api/things", { validateStatus: null }).then(({ status }) => status),
  `,
};

for (const [file, calls] of Object.entries(CLIENTS)) {
  const script = await bundleRequests(`
    import { client } from "./${file}";
    Object.assign(globalThis, { ${calls} });
  `);

  testInPage(
    `${file} replaces a rejected token and sends the same request again`,
    { script, troubles },
    async (visit) => {
      const { api, route, tokens } = serve(visit, "/api/things", (token) =>
        token === "token-1" ? REJECTED : { json: { token } },
      );
      assert.deepEqual(await visit.run(() => post()), { token: "token-2" });
      assert.deepEqual(tokens(), ["token-1", "token-2"]);
      for (const { method, headers, json } of api.requests) {
        assert.deepEqual([method, headers["x-mine"], json], ["POST", "1", { a: 1 }]);
        assert.match(String(headers["content-type"]), /json/);
      }
      assert.equal(route.requests.length, 2);
    },
  );

  testInPage(`${file} passes on other failures`, { script, troubles }, async (visit) => {
    const { route } = serve(visit, "/api/things", () => ({ status: 404, json: {} }));
    assert.equal(await visit.run(() => statusOf()), 404);
    assert.equal(route.requests.length, 1);
  });
}

/**
 * `query` returns the data, or the client's error.
 *
 * @type {Record<string, string>}
 */
const GRAPHQL_CLIENTS = {
  "graphql-request-client.js": `
    query: () => client.request("query Me { me }", { a: 1 }).catch(({ response }) => ({ status: response.status })),
  `,
  "urql-client.js": `
    query: () => client.query("query Me { me }", { a: 1 }).toPromise().then(({ data, error }) =>
      data ?? { status: error.response.status }),
  `,
};

for (const [file, calls] of Object.entries(GRAPHQL_CLIENTS)) {
  const script = await bundleRequests(`
    import { client } from "./${file}";
    Object.assign(globalThis, { client, ${calls} });
  `);

  for (const [how, rejection] of /** @type {[string, any][]} */ ([
    ["401", { status: 401, json: { errors: [{ message: "no" }] } }],
    ["401 with HTML", { status: 401, body: "<p>no</p>" }],
    ["200 and UNAUTHENTICATED", UNAUTHENTICATED],
  ])) {
    testInPage(`${file} sends the same query again after ${how}`, { script, troubles }, async (visit) => {
      const { api, route, tokens } = serve(visit, "/graphql", (token) =>
        token === "token-1" ? rejection : { json: { data: { me: token } } },
      );
      assert.deepEqual(await visit.run(() => query()), { me: "token-2" });
      assert.deepEqual(tokens(), ["token-1", "token-2"]);
      assert.deepEqual(api.requests[1].json, api.requests[0].json);
      assert.equal(route.requests.length, 2);
    });
  }

  testInPage(`${file} passes on a server error with its status`, { script, troubles }, async (visit) => {
    serve(visit, "/graphql", () => ({ status: 500, body: "<p>oops</p>" }));
    assert.deepEqual(await visit.run(() => query()), { status: 500 });
  });

  testInPage(`${file} leaves errors: [null] to the client`, { script, troubles }, async (visit) => {
    const { route } = serve(visit, "/graphql", () => ({ json: { errors: [null], data: null } }));
    await visit.run(() => query().catch(() => {}));
    assert.equal(route.requests.length, 1);
  });
}

const batching = await bundleRequests(`
  import { client } from "./graphql-request-client.js";
  globalThis.client = client;
`);

testInPage("graphql-request sends a batch with one rejected query again", { script: batching }, async (visit) => {
  const { tokens } = serve(visit, "/graphql", (token) => ({
    json: [{ data: { me: token } }, token === "token-1" ? UNAUTHENTICATED.json : { data: { me: token } }],
  }));
  const got = await visit.run(() => client.batchRequests([{ document: "{ me }" }, { document: "{ me }" }]));
  assert.deepEqual(
    got.map((/** @type {any} */ { data }) => data.me),
    ["token-2", "token-2"],
  );
  assert.deepEqual(tokens(), ["token-1", "token-2"]);
});
