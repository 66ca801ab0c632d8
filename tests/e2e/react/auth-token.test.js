import assert from "node:assert/strict";
import { DEVELOPMENT } from "./bundle.js";
import { testsWith } from "./visit.js";
import { answerWidgets } from "./widgets-api.js";

const testInReact = await testsWith("stage-widgets.js");

/** A component that records what a widget would receive, and one that passes it to a published widget. */
function prepare({ endpoint }) {
  globalThis.tokens = createTokenManager({ endpoint, headers: () => ({ "X-User": globalThis.session }) });
  globalThis.seen = [];
  globalThis.Noting = ({ scope = "sso", user }) => {
    const widgetToken = useWidgetToken({ widgetScope: scope });
    const authToken = useAuthToken(widgetToken);
    const kind = typeof authToken;
    const last = { kind, scope, user, owner: kind === "string" ? ownerOf(authToken) : undefined };
    if (kind === "function") last.isOwn = authToken === widgetToken.getToken;
    seen.push(last);
    return h("output", { id: "kind" }, kind);
  };
  globalThis.show = (element, { organizationId = "org_1", user = "ada" } = {}) => {
    globalThis.session = user;
    globalThis.root ??= mount(null);
    atOnce(() => root.render(h(WidgetTokens, { tokens, organizationId, user }, element)));
  };
  globalThis.kinds = () => seen.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]);
}

const STEPS = ["undefined", "string", "function"];

testInReact("gives undefined first, then the token, then the function", {}, async ({ run, route }) => {
  await run(prepare);
  const got = await run(async () => {
    show(h(Noting, { user: "ada" }));
    await until(() => shown("kind") === "function");
    return { kinds: kinds(), owner: seen.find(({ kind }) => kind === "string").owner, isOwn: seen.at(-1).isOwn };
  });
  assert.deepEqual(got, { kinds: STEPS, owner: "ada org_1", isOwn: true });
  assert.equal(route.requests.length, 1);
});

testInReact("gives an existing token in the first render", {}, async ({ run }) => {
  await run(prepare);
  const got = await run(async () => {
    show(h(Noting, { key: "first" }));
    await until(() => shown("kind") === "function");
    seen.length = 0;
    show(h(Noting, { key: "second" }));
    await until(() => shown("kind") === "function");
    return kinds();
  });
  assert.deepEqual(got, ["string", "function"]);
});

testInReact("starts over for another key or user, with that key's token alone", {}, async ({ run }) => {
  await run(prepare);
  const got = await run(async () => {
    show(h(Noting, { user: "ada" }));
    await until(() => shown("kind") === "function");
    seen.length = 0;
    show(h(Noting, { user: "ada", scope: "dsync" }));
    await until(() => shown("kind") === "function");
    const byKey = kinds();
    seen.length = 0;
    show(h(Noting, { user: "bob", scope: "dsync" }), { user: "bob" });
    await until(() => shown("kind") === "function");
    const strangers = seen.filter(({ user, owner, isOwn }) => isOwn === false || (owner && owner !== `${user} org_1`));
    return { byKey, byUser: kinds(), strangers };
  });
  assert.deepEqual(got, { byKey: STEPS, byUser: STEPS, strangers: [] });
});

testInReact(
  "keeps the same function when the token expires in an outage",
  { clock: true },
  async ({ run, route, advance }) => {
    await run(prepare);
    await run(async () => {
      show(h(Noting));
      await until(() => shown("kind") === "function");
      seen.length = 0;
    });
    route.answer({ status: 503, json: {} });
    await advance(700_000);
    assert.deepEqual(await run(() => [tokens.source(sso).peek().token ?? "none", ...kinds()]), ["none", "function"]);
  },
);

for (const strict of [false, true]) {
  testInReact(
    `a published widget that starts with it sends nothing without a token${strict ? ", in StrictMode" : ""}`,
    { builds: strict ? DEVELOPMENT : undefined },
    async ({ run, page, route }) => {
      const api = await answerWidgets(page);
      await run(prepare);
      await run(
        async ({ strict }) => {
          const Users = () => {
            const authToken = useAuthToken(useWidgetToken({ widgetScope: "widgets:users-table:manage" }));
            return authToken && h(UsersManagement, { authToken });
          };
          show(h(strict ? React.StrictMode : React.Fragment, null, h(Widgets, null, h(Users))));
          await until(() => states().join() === "resolved");
        },
        { strict },
      );
      assert.equal(api.withoutToken(), 0);
      assert.ok(api.requests.length > 0);
      assert.equal(route.requests.length, 1);
    },
  );
}

testInReact(
  "gives the function after a refusal: the widget shows an error, and retries when the visitor returns",
  { clock: true, troubles: /40[13]/, messages: /40[13]|forbidden|Unauthorized/ },
  async ({ run, page, route, grant, advance }) => {
    await answerWidgets(page);
    await run(prepare);
    route.answer({ status: 403, json: {} });
    await run(() => {
      const Connection = () => {
        const authToken = useAuthToken(useWidgetToken({ widgetScope: "widgets:sso:manage" }));
        return authToken ? h(AdminPortalSsoConnection, { authToken }) : h("i");
      };
      show(h(Widgets, null, h(Connection)));
    });
    // It shows the error after four attempts.
    await advance(60_000, 500);
    assert.deepEqual(await run(() => states()), ["error"]);
    const before = route.requests.length;
    route.answer(grant);
    await advance(60_000);
    assert.equal(route.requests.length, before, "nobody asks");
    await run(() => window.dispatchEvent(new Event("visibilitychange")));
    await advance(5_000, 100);
    assert.deepEqual(await run(() => states()), ["resolved"]);
  },
);
