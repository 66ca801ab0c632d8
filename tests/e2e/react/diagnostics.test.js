import assert from "node:assert/strict";
import { httpDate, makeJwt } from "../package/tokens.js";
import { BAD_TOKENS, goodClaims, SPEAKS_OF } from "./bad-tokens.js";
import { BUILDS, DEVELOPMENT } from "./bundle.js";
import { testsWith } from "./visit.js";
import { answerWidgets } from "./widgets-api.js";

const PRODUCTION = BUILDS.filter(({ mode }) => mode === "production");
const WARNING = /^warning: workos-widget-tokens: /;

const testInReact = await testsWith("stage-diagnostics.js");

const users = { organizationId: "org_1", widgetScope: "widgets:users-table:manage" };

/** Lets the route reply with a token of the given kind, by the page's clock or the real one. */
function answerWith(/** @type {any} */ { route, now }, /** @type {(claims: any) => string} */ make, clock = false) {
  route.answer(() => {
    const nowMs = clock ? now() : Date.now();
    return { headers: { Date: httpDate(nowMs) }, json: { token: make(goodClaims(nowMs)) } };
  });
}

for (const [code, make] of Object.entries(BAD_TOKENS)) {
  const speaks = SPEAKS_OF[/** @type {keyof typeof SPEAKS_OF} */ (code)];

  testInReact(`${code}: the hook warns once`, { builds: DEVELOPMENT, messages: WARNING }, async (visit) => {
    const { run, said } = visit;
    answerWith(visit, make);
    await run(
      async ({ endpoint, users }) => {
        const tokens = createTokenManager({ endpoint });
        const Twice = ({ times }) =>
          h(React.StrictMode, null, times, ...["a", "b"].map((name) => probe({ name, tokens, key: name })));
        const probe = (props) => h(Probe, { ...props, organizationId: "org_1", scope: users.widgetScope });
        const root = mount(h(Twice, { times: 1 }));
        await until(() => given.a?.token && given.b?.token);
        atOnce(() => root.render(h(Twice, { times: 2 })));
        tokens.source(users).invalidate();
        await until(() => given.a?.token && given.b?.token);
        await rest();
      },
      { users },
    );
    assert.equal(said.length, 1);
    assert.match(said[0], speaks);
    assert.match(said[0], /^warning: workos-widget-tokens: org_1, widgets:users-table:manage: the /);
  });

  testInReact(`${code}: diagnose reports it, and nothing else`, {}, async (visit) => {
    answerWith(visit, make);
    const { findings, token } = await visit.run(
      async ({ endpoint, users }) => {
        const tokens = createTokenManager({ endpoint });
        const findings = [];
        diagnose(tokens, (finding) => findings.push(finding));
        const token = await tokens.getToken(users);
        await until(() => findings.length);
        return { findings, token };
      },
      { users },
    );
    const [{ message, ...rest }] = findings;
    assert.equal(findings.length, 1);
    assert.deepEqual(rest, { code, key: users });
    assert.match(message, speaks);
    const text = JSON.stringify(findings);
    for (const part of token.split(".")) assert.ok(!text.includes(part), "no finding contains a token");
  });
}

testInReact("a token may have several findings, and a good one has none", {}, async (visit) => {
  const { run } = visit;
  const codes = (/** @type {(claims: any) => string} */ make) => {
    answerWith(visit, make);
    return run(
      async ({ endpoint, users }) => {
        const tokens = createTokenManager({ endpoint });
        const found = [];
        diagnose(tokens, ({ code }) => found.push(code));
        await tokens.getToken(users);
        await rest();
        return found.sort();
      },
      { users },
    );
  };
  assert.deepEqual(await codes(makeJwt), []);
  assert.deepEqual(await codes((claims) => makeJwt({ ...claims, permissions: [], exp: undefined, org_id: "org_9" })), [
    "missing_permission",
    "no_expiry",
    "other_organization",
  ]);
});

testInReact("diagnose without a listener warns once, until it is stopped", { messages: WARNING }, async (visit) => {
  const { run, said } = visit;
  answerWith(visit, BAD_TOKENS.opaque_token);
  await run(
    async ({ endpoint, users }) => {
      const tokens = createTokenManager({ endpoint });
      const end = diagnose(tokens);
      await tokens.getToken(users);
      await tokens.getToken(users, { forceRefresh: true });
      await tokens.getToken({ ...users, organizationId: "org_2" });
      end();
      await tokens.getToken({ ...users, organizationId: "org_3" });
      await rest();
    },
    { users },
  );
  assert.deepEqual(
    said.map((/** @type {string} */ text) => /org_\d/.exec(text)?.[0]),
    ["org_1", "org_2"],
  );
});

testInReact("in production the hook logs nothing", { builds: PRODUCTION }, async (visit) => {
  const { run, said } = visit;
  for (const make of Object.values(BAD_TOKENS)) {
    answerWith(visit, make);
    await run(
      async ({ endpoint, users }) => {
        const root = mount(h(Probe, { ...users, tokens: createTokenManager({ endpoint }), scope: users.widgetScope }));
        await until(() => shown()?.startsWith("ready"));
        await rest();
        atOnce(() => root.unmount());
      },
      { users },
    );
  }
  assert.deepEqual(said, []);
});

/** The published widget, mounted with the token. */
const mountWidget = (/** @type {any} */ visit) =>
  visit.run(({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint });
    globalThis.queryClient = new QueryClient();
    const widget = h(Widget, { type: UsersManagement, scope: "widgets:users-table:manage" });
    const app = h(WidgetTokens, { tokens, organizationId: "org_1" }, h(Widgets, { queryClient }, widget));
    mount(h(QueryClientProvider, { client: queryClient }, app));
  });

/** What the widget shows permanently, unless the developer reads the warning. */
const SHOWS = { opaque_token: "loading", unreadable_token: "loading", missing_permission: "error" };

for (const [code, state] of Object.entries(SHOWS)) {
  testInReact(
    `${code}: the published widget shows "${state}" permanently, and the warning explains it`,
    {
      clock: true,
      builds: DEVELOPMENT,
      troubles: /401 \(Unauthorized\)/,
      messages: /401|warning:|Incorrect permissions/,
    },
    async (visit) => {
      const { run, page, said, advance } = visit;
      await answerWidgets(page);
      answerWith(visit, BAD_TOKENS[code], true);
      await mountWidget(visit);
      await advance(60_000);
      assert.deepEqual(await run(() => states()), [state]);
      const warnings = said.filter((/** @type {string} */ text) => WARNING.test(text));
      assert.equal(warnings.length, 1);
      assert.match(warnings[0], SPEAKS_OF[/** @type {keyof typeof SPEAKS_OF} */ (code)]);
    },
  );
}

testInReact(
  "short_lifetime: the published widget keeps an expired token, and the warning explains it",
  { clock: true, builds: DEVELOPMENT, troubles: /401 \(Unauthorized\)/, messages: /401|warning:/ },
  async (visit) => {
    const { run, page, said, advance, now, route } = visit;
    await answerWidgets(page);
    answerWith(visit, BAD_TOKENS.short_lifetime, true);
    await mountWidget(visit);
    await advance(60_000);
    assert.ok(route.requests.length >= 4, "the manager renews it");
    const expMs = await run(() => 1000 * queryClient.getQueryData(["authToken", "user-management"]).exp);
    assert.ok(expMs < now(), "the widget is not notified");
    const warnings = said.filter((/** @type {string} */ text) => WARNING.test(text));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], SPEAKS_OF.short_lifetime);
  },
);
