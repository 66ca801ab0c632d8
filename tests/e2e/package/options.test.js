import assert from "node:assert/strict";
import { testCasesInPage, testInPage } from "./visit.js";

/** Functions and other values that cannot be passed to a page as data are written as code. */
const attempt = ({ endpoint, code }) => {
  const options = new Function("endpoint", `return ${code}`)(endpoint);
  return thrownBy(() => createTokenManager(options));
};

/** @type {[string, string, RegExp][]} */
const ENDPOINTS = [
  ["is missing", "{}", /endpoint/],
  ["is empty", '{ endpoint: "" }', /endpoint/],
  ["is not a string", "{ endpoint: 5 }", /endpoint/],
  ["is a URL object", "{ endpoint: new URL(location.href) }", /endpoint/],
  ["is not a URL", '{ endpoint: "https://" }', /endpoint/],
  ["is WorkOS", '{ endpoint: "https://api.workos.com/widgets/token" }', /endpoint.*WorkOS/],
  ["is WorkOS in capitals", '{ endpoint: "https://API.WORKOS.COM/widgets/token" }', /endpoint.*WorkOS/],
  ["is WorkOS with a dot", '{ endpoint: "https://api.workos.com./widgets/token" }', /endpoint.*WorkOS/],
  ["is WorkOS by http", '{ endpoint: "http://api.workos.com/widgets/token" }', /endpoint/],
  ["is http off localhost", '{ endpoint: "http://app.example/api/token" }', /endpoint.*https/],
  ["is http on a host whose name resembles localhost", '{ endpoint: "http://localhost.example/t" }', /endpoint.*https/],
  ["is http on a host whose name resembles 127", '{ endpoint: "http://127.0.0.1.example/t" }', /endpoint.*https/],
  ["has a user and a password", '{ endpoint: "https://user:pass@app.example/t" }', /endpoint/],
  ["has a user", '{ endpoint: "https://user@app.example/t" }', /endpoint/],
  ["is a data: URL", '{ endpoint: "data:application/json,{}" }', /endpoint/],
  ["is a javascript: URL", '{ endpoint: "javascript:alert(1)" }', /endpoint/],
];

testInPage("rejects an invalid endpoint immediately, naming the option", {}, async ({ run, route }) => {
  for (const [what, code, message] of ENDPOINTS) {
    const error = await run(attempt, { code });
    assert.equal(error?.code, "invalid_options", `an endpoint that ${what}`);
    assert.equal(error?.isTokenError, true, what);
    assert.match(error?.message, message, what);
    assert.ok(!error?.message.includes("pass@"), "the password is not repeated");
  }
  assert.equal(route.requests.length, 0);
});

testInPage("an endpoint may be relative, https, or on localhost", {}, async ({ run }) => {
  const good = [
    "/api/token",
    "api/token",
    "?token",
    "https://app.example/token",
    "http://localhost:3000/t",
    "http://127.0.0.1/t",
    "http://[::1]:8080/t",
    "http://app.localhost/t",
  ];
  for (const endpoint of good) {
    assert.equal(await run(attempt, { code: `{ endpoint: "${endpoint}" }` }), undefined, endpoint);
  }
});

/** @type {[string, string[]][]} the option, and invalid values */
const WRONG = [
  ["headers", ["5", '"X-CSRF: 1"', "null", "true", "[5]", '{ "bad name": "1" }', '{ a: "\\n\\0" }']],
  ["credentials", ['"maybe"', "5", "true", "null", '""']],
  ["body", ["{}", '"{}"', "null", "5"]],
  ["parseResponse", ["{}", '"token"', "null", "5"]],
  ["fetch", ["{}", '"fetch"', "null", "5"]],
  ["user", ["5", "{}", "true", '["user_1"]']],
  ...[
    "refreshLeadMs",
    "defaultLifetimeMs",
    "requestTimeoutMs",
    "waitTimeoutMs",
    "retryBaseMs",
    "retryMaxMs",
    "idleAfterMs",
  ].map(
    (name) => /** @type {[string, string[]]} */ ([name, ['"5"', "-1", "NaN", "null", "{}", "true", "-Infinity", "5n"]]),
  ),
  ["refreshWhileHidden", ['"yes"', "1", "null", "{}"]],
  ["strict", ['"no"', "0", "null", "[]"]],
];

testCasesInPage(
  "an invalid option is refused at once, by name",
  {},
  WRONG.map(([name, values]) => [name, { name, values }]),
  async ({ run, route }, { name, values }) => {
    for (const value of values) {
      const error = await run(attempt, { code: `{ endpoint, ${name}: ${value} }` });
      assert.equal(error?.code, "invalid_options", `${name}: ${value}`);
      assert.equal(error?.isTokenError, true);
      assert.match(error?.message, new RegExp(name), `${name}: ${value}`);
    }
    assert.equal(route.requests.length, 0);
  },
);

testInPage("rejects an unknown option immediately, naming it", {}, async ({ run }) => {
  for (const name of ["endPoint", "url", "timeout", "refreshLead", "organizationId", "apiKey", "waitTimeout"]) {
    const error = await run(attempt, { code: `{ endpoint, ${name}: 1 }` });
    assert.equal(error?.code, "invalid_options", name);
    assert.match(error?.message, new RegExp(`\\b${name}\\b`));
  }
});

testInPage("rejects options that are not an object immediately", {}, async ({ run }) => {
  for (const code of ["undefined", "null", "5", '"/api/token"', "true", "() => {}"]) {
    const error = await run(attempt, { code });
    assert.equal(error?.code, "invalid_options", code);
    assert.match(error?.message, /endpoint/);
  }
});

testInPage("treats an undefined option as absent", {}, async ({ run }) => {
  const names = [...WRONG.map(([name]) => `${name}: undefined`)].join(", ");
  assert.equal(await run(attempt, { code: `{ endpoint, ${names} }` }), undefined);
});

const SECRETS = [
  '{ Authorization: "Bearer sk_live_0123" }',
  '{ "x-api-key": "sk_test_0123" }',
  '{ authorization: "sk_live_0123" }',
  '{ Authorization: "bearer  sk_live_0123" }',
];

for (const [what, wrap] of Object.entries({
  "an object": (/** @type {string} */ init) => init,
  "a Headers": (/** @type {string} */ init) => `new Headers(${init})`,
  "an array of pairs": (/** @type {string} */ init) => `Object.entries(${init})`,
})) {
  testInPage(`a secret key in headers of ${what} is refused at once`, {}, async ({ run }) => {
    for (const secret of SECRETS) {
      const error = await run(attempt, { code: `{ endpoint, headers: ${wrap(secret)} }` });
      assert.equal(error?.code, "secret_exposed", secret);
      assert.match(error?.message, /headers.*secret/);
      assert.ok(!error?.message.includes("0123"), "the secret is not repeated");
    }
  });
}

for (const [what, wrap] of Object.entries({
  "a function": (/** @type {string} */ init) => `() => (${init})`,
  "an async function": (/** @type {string} */ init) => `async () => new Headers(${init})`,
})) {
  testInPage(`a secret key in headers from ${what} is refused, and nothing is sent`, {}, async ({ run, route }) => {
    for (const secret of SECRETS) {
      const { error } = await run(
        ({ endpoint, code }) => {
          const headers = new Function(`return ${code}`)();
          return outcome(createTokenManager({ endpoint, headers }).source(sso).getToken());
        },
        { code: wrap(secret) },
      );
      assert.ok(["secret_exposed", "invalid_options"].includes(error?.code), secret);
      assert.match(error.message, /headers.*secret/);
      assert.ok(!JSON.stringify(error).includes("0123"), "the secret is not repeated");
    }
    assert.equal(route.requests.length, 0);
  });
}

testInPage("headers may contain a token of the app's own", {}, async ({ run, route }) => {
  await run(({ endpoint }) =>
    createTokenManager({ endpoint, headers: { Authorization: "Bearer task_1" } }).getToken(sso),
  );
  assert.equal(route.requests[0].headers.authorization, "Bearer task_1");
});
