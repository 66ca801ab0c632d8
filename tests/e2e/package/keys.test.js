import assert from "node:assert/strict";
import { testInPage } from "./visit.js";

/** Reads a key in both ways, with a manager that already has a valid one. */
const attempt = async ({ endpoint, code, options }) => {
  const key = new Function(`return ${code}`)();
  const tokens = createTokenManager({ endpoint, ...options });
  return {
    rejected: (await outcome(tokens.getToken(key))).error,
    thrown: thrownBy(() => tokens.source(key)),
  };
};

const long = `"org_${"a".repeat(300)}"`;
const ORGANIZATIONS = [
  "undefined",
  "null",
  "5",
  "{}",
  '["org_1"]',
  '""',
  '"acme"',
  '"org_"',
  '"ORG_1"',
  '" org_1"',
  '"org_1 "',
  '"org 1"',
  '"org_1/.."',
  '"org_1\\n"',
  '"org_1\\u0000"',
  '"org_é"',
  long,
];
const SCOPES = [
  "undefined",
  "null",
  "5",
  "{}",
  '""',
  "[]",
  '"SSO"',
  '"sso "',
  '"sso,dsync"',
  '"sso dsync"',
  '"nope"',
  '["sso", "nope"]',
  '["sso", 5]',
  '[["sso"]]',
  '["sso", undefined]',
  '"widgets:"',
  '"widgets:a b"',
  '"sso\\ndsync"',
  'new Set(["sso"])',
];
const SESSIONS = ["null", "5", "{}", '""', '"a\\tb"', '"a\\nb"', `"${"s".repeat(300)}"`];

/** @type {[string, string, RegExp, string[]][]} */
const TABLE = [
  [
    "invalid_request",
    "organizationId",
    /organizationId/,
    ORGANIZATIONS.map((value) => `{ organizationId: ${value}, widgetScope: "sso" }`),
  ],
  [
    "invalid_scope",
    "widgetScope",
    /widgetScope/,
    SCOPES.map((value) => `{ organizationId: "org_1", widgetScope: ${value} }`),
  ],
  [
    "invalid_request",
    "widgetSession",
    /widgetSession/,
    SESSIONS.map((value) => `{ organizationId: "org_1", widgetScope: "sso", widgetSession: ${value} }`),
  ],
  ["invalid_request", "key", /organizationId, widgetScope/, ["undefined", "null", "5", '"org_1"', "{}", "[]"]],
];

for (const [code, what, message, keys] of TABLE) {
  testInPage(`an invalid ${what} is rejected at once, by name`, {}, async ({ run, route }) => {
    for (const key of keys) {
      const { rejected, thrown } = await run(attempt, { code: key });
      for (const error of [rejected, thrown]) {
        assert.equal(error?.code, code, key);
        assert.equal(error?.isTokenError, true);
        assert.equal(error?.transient, false);
        assert.match(error?.message, message, key);
      }
    }
    assert.equal(route.requests.length, 0);
  });
}

testInPage("rejects an invalid key after a valid one was used", {}, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    await tokens.getToken({ organizationId: "org_1", widgetScope: ["sso", "dsync"] });
    await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
    // From the second read on, the key is answered without the module.
    await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
    const wrong = [
      { organizationId: "org_1\nsso", widgetScope: "dsync" },
      { organizationId: "org_1", widgetScope: "sso", widgetSession: "" },
      { organizationId: "org_1", widgetScope: "sso\ndsync" },
      { organizationId: "org_1", widgetScope: "sso", widgetSesion: "mount_1" },
    ];
    return Promise.all(wrong.map((key) => outcome(tokens.getToken(key))));
  });
  assert.deepEqual(
    got.map(({ token, error }) => token ?? error.code),
    ["invalid_request", "invalid_request", "invalid_scope", "invalid_request"],
  );
  assert.equal(route.requests.length, 2);
});

testInPage("accepts the four seed scopes and the real products' names", {}, async ({ run, route }) => {
  const scopes = [
    "sso",
    "dsync",
    "audit_logs",
    "log_streams",
    "widgets:users-table:manage",
    "widgets:sso:manage",
    "widgets:api-keys:manage",
  ];
  await run(
    ({ endpoint, scopes }) => {
      const tokens = createTokenManager({ endpoint });
      return Promise.all(scopes.map((widgetScope) => tokens.getToken({ organizationId: "org_01HXYZ", widgetScope })));
    },
    { scopes },
  );
  assert.deepEqual(route.requests.map(({ json }) => json.widgetScope).sort(), scopes.sort());
});

testInPage("with strict: false, any string is an organization or a scope", {}, async ({ run, route }) => {
  await run(({ endpoint }) =>
    createTokenManager({ endpoint, strict: false }).getToken({
      organizationId: "acme & söhne",
      widgetScope: "billing",
    }),
  );
  assert.deepEqual(route.requests[0].json, { organizationId: "acme & söhne", widgetScope: "billing" });
  const { rejected } = await run(attempt, {
    code: '{ organizationId: "", widgetScope: "sso" }',
    options: { strict: false },
  });
  assert.equal(rejected?.code, "invalid_request");
});

/** @type {[string, string][]} */
const READ_OPTIONS = [
  ["signal", '{ signal: "abort" }'],
  ["signal", "{ signal: null }"],
  ["signal", "{ signal: new AbortController() }"],
  ["forceRefresh", '{ forceRefresh: "yes" }'],
  ["forceRefresh", "{ forceRefresh: 1 }"],
  ["minValidityMs", '{ minValidityMs: "5" }'],
  ["minValidityMs", "{ minValidityMs: -1 }"],
  ["minValidityMs", "{ minValidityMs: NaN }"],
  ["waitTimeoutMs", "{ waitTimeoutMs: -1 }"],
  ["waitTimeoutMs", "{ waitTimeoutMs: null }"],
  ["timeout", "{ timeout: 5 }"],
  ["options", "5"],
  ["options", "null"],
];

testInPage("rejects invalid getToken options immediately, naming them", {}, async ({ run, route }) => {
  for (const [name, code] of READ_OPTIONS) {
    const errors = await run(
      async ({ endpoint, code }) => {
        const options = new Function(`return ${code}`)();
        const tokens = createTokenManager({ endpoint });
        return Promise.all([outcome(tokens.getToken(sso, options)), outcome(tokens.source(sso).getToken(options))]);
      },
      { code },
    );
    for (const { error } of errors) {
      assert.equal(error?.code, "invalid_options", code);
      assert.match(error.message, new RegExp(name));
    }
  }
  assert.equal(route.requests.length, 0);
});

testInPage("rejects an unknown event and a user that is not a string immediately", {}, async ({ run }) => {
  const [event, user] = await run(({ endpoint }) => {
    const tokens = createTokenManager({ endpoint });
    return [thrownBy(() => tokens.on("tokens", () => {})), thrownBy(() => tokens.setUser(5))];
  });
  assert.equal(event?.code, "invalid_options");
  assert.match(event?.message, /the events are token, retry/);
  assert.equal(user?.code, "invalid_options");
  assert.match(user?.message, /user/);
});
