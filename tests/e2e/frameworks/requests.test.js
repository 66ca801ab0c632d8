/** The lines for requests of one's own, as they stand in docs/frameworks.md. */

import assert from "node:assert/strict";
import { createGate } from "../package/route.js";
import { testInPage } from "../package/visit.js";
import { bundle } from "./bundle.js";
import { blockWith } from "./document.js";

const script = await bundle(`
  import "/page.js";
  import { authorizedFetch } from "./authorized-fetch.js";
  import { createClient } from "./graphql-client.js";
  Object.assign(globalThis, { authorizedFetch, createClient });
`);

/**
 * A server of the app's own, which answers by the token that comes.
 *
 * @param {any} page
 * @param {(token: string | undefined, number: number) => { status?: number, json?: unknown, hold?: Promise<void> }} answer
 */
async function serveApi(page, answer) {
  /** @type {{ token: string | undefined, method: string, headers: any, body: string | null }[]} */
  const requests = [];
  await page.route("**/things", async (/** @type {any} */ route) => {
    const request = route.request();
    const token = /^Bearer (.+)$/.exec(request.headers().authorization)?.[1];
    requests.push({ token, method: request.method(), headers: request.headers(), body: request.postData() });
    const { hold, ...reply } = answer(token, requests.length);
    await hold;
    await route.fulfill({ json: { token }, ...reply });
  });
  return requests;
}

const REFUSED = { status: 401, json: { message: "not with this token" } };
const troubles = /status of 40[134]|status of 500/;

const prepare = (/** @type {any} */ { endpoint }) => {
  globalThis.source = createTokenManager({ endpoint }).source(sso);
  globalThis.ask = (init) => authorizedFetch(source, "/things", init);
};

testInPage("a request goes out with the token, and with all that it was given", { script }, async (visit) => {
  const { page, run, route } = visit;
  const requests = await serveApi(page, () => ({}));
  await run(prepare);
  const got = await run(async () => {
    const init = { method: "PUT", headers: { "X-Mine": "1", Authorization: "other" }, body: "body" };
    const response = await ask(init);
    return { status: response.status, json: await response.json(), untouched: init.headers.Authorization };
  });
  assert.deepEqual(got, { status: 200, json: { token: "token-1" }, untouched: "other" });
  const [{ token, method, headers, body }] = requests;
  assert.deepEqual([requests.length, token, method, headers["x-mine"], body], [1, "token-1", "PUT", "1", "body"]);
  assert.equal(route.requests.length, 1);
});

for (const status of [401, 403]) {
  testInPage(
    `after ${status} that token is fetched anew, and the request sent once more`,
    { script, troubles },
    async (visit) => {
      const { page, run, route } = visit;
      const requests = await serveApi(page, (token) => (token === "token-1" ? { ...REFUSED, status } : {}));
      await run(prepare);
      const got = await run(async () => {
        const response = await ask({ method: "POST", body: "again" });
        return { status: response.status, ...(await response.json()) };
      });
      assert.deepEqual(got, { status: 200, token: "token-2" });
      assert.deepEqual(
        requests.map(({ token, body }) => [token, body]),
        [
          ["token-1", "again"],
          ["token-2", "again"],
        ],
      );
      assert.equal(route.requests.length, 2);
    },
  );
}

testInPage("a burst of refusals fetches one new token", { script, troubles }, async ({ page, run, route }) => {
  const gate = createGate();
  const requests = await serveApi(page, (token, number) => {
    if (number === 10) gate.open();
    return token === "token-1" ? { ...REFUSED, hold: gate.opened } : {};
  });
  await run(prepare);
  const statuses = await run(async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => ask()));
    return responses.map(({ status }) => status);
  });
  assert.deepEqual([...new Set(statuses)], [200]);
  assert.equal(requests.length, 20);
  assert.equal(route.requests.length, 2);
});

testInPage("a refusal of a token that is replaced by now fetches none", { script, troubles }, async (visit) => {
  const { page, run, route } = visit;
  const gate = createGate();
  await serveApi(page, (token) => (token === "token-1" ? { ...REFUSED, hold: gate.opened } : {}));
  await run(prepare);
  await run(() =>
    note(
      "late",
      ask().then((response) => response.json()),
    ),
  );
  await run(async () => {
    await until(() => source.peek()?.token);
    await source.getToken({ forceRefresh: true });
  });
  gate.open();
  assert.deepEqual(await run(() => until(() => later.late).then(() => later.late.token)), { token: "token-2" });
  assert.equal(route.requests.length, 2);
});

testInPage("refused twice, the refusal is the answer", { script, troubles }, async ({ page, run, route }) => {
  const requests = await serveApi(page, () => REFUSED);
  await run(prepare);
  assert.equal(await run(() => ask().then(({ status }) => status)), 401);
  assert.equal(requests.length, 2);
  assert.equal(route.requests.length, 2);
});

testInPage("other failures are none of the token's", { script, troubles }, async ({ page, run, route }) => {
  for (const status of [404, 500]) {
    await serveApi(page, () => ({ status }));
    await run(prepare);
    assert.equal(await run(() => ask().then((response) => response.status)), status);
  }
  assert.equal(route.requests.length, 2, "one for each manager");
});

testInPage("a signal ends the wait for a token", { script }, async ({ page, run, route }) => {
  const requests = await serveApi(page, () => ({}));
  route.answer({ json: {}, hold: createGate().opened });
  await run(prepare);
  const code = await run(async () => {
    const controller = new AbortController();
    const asked = outcome(ask({ signal: controller.signal }));
    controller.abort();
    return (await asked).error.code;
  });
  assert.equal(code, "aborted");
  assert.equal(requests.length, 0);
});

testInPage("the line that the document calls it by", { script }, async ({ page, run }) => {
  const line = blockWith("await authorizedFetch(sso,");
  await page.route("https://api.example.com/**", (/** @type {any} */ route) =>
    route.fulfill({ headers: { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" }, json: [] }),
  );
  await run(prepare);
  const status = await run(
    ({ line }) =>
      new Function("sso", "authorizedFetch", `return (async () => { ${line}; return response.status; })()`)(
        source,
        authorizedFetch,
      ),
    { line },
  );
  assert.equal(status, 200);
});

const UNAUTHENTICATED = { json: { errors: [{ message: "no", extensions: { code: "UNAUTHENTICATED" } }] } };

for (const [how, refusal] of [
  ["401", { status: 401, json: { errors: [{ message: "no" }] } }],
  ["200 and UNAUTHENTICATED", UNAUTHENTICATED],
]) {
  testInPage(`GraphQL: after ${how} it is tried once more`, { script, troubles }, async ({ page, run, route }) => {
    const requests = await serveApi(page, (token) =>
      token === "token-1" ? refusal : { json: { data: { me: token } } },
    );
    await run(prepare);
    const got = await run(() => createClient(source, `${location.origin}/things`).request("query Me { me }", { a: 1 }));
    assert.deepEqual(got, { me: "token-2" });
    assert.deepEqual(
      requests.map(({ token }) => token),
      ["token-1", "token-2"],
    );
    assert.deepEqual(JSON.parse(String(requests[1].body)), JSON.parse(String(requests[0].body)));
    assert.match(requests[1].headers["content-type"], /json/);
    assert.equal(route.requests.length, 2);
  });
}

testInPage("GraphQL: another error is the caller's, and what is right is asked once", { script }, async (visit) => {
  const { page, run, route } = visit;
  const failed = { errors: [{ message: "no such field", extensions: { code: "BAD_USER_INPUT" } }] };
  const requests = await serveApi(page, (_, number) => ({ json: number === 1 ? failed : { data: { me: 1 } } }));
  await run(prepare);
  const got = await run(async () => {
    const client = createClient(source, `${location.origin}/things`);
    const message = await client.request("query Me { me }").catch((error) => error.response.errors[0].message);
    return [message, await client.request("query Me { me }")];
  });
  assert.deepEqual(got, ["no such field", { me: 1 }]);
  assert.equal(requests.length, 2);
  assert.equal(route.requests.length, 1);
});
