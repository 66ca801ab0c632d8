import assert from "node:assert/strict";
import { BUILDS } from "./bundle.js";
import { testsWith } from "./visit.js";
import { answerWidgets } from "./widgets-api.js";

const testInReact = await testsWith("stage-widgets.js");

/** Most widgets send a request without a token first, and the browser logs its failure. */
const options = { troubles: /401 \(Unauthorized\)/ };

/** An app with the published widget, its session, and a query client that outlives the mounted components. */
function prepare({ endpoint }) {
  globalThis.tokens = createTokenManager({ endpoint, headers: () => ({ "X-User": globalThis.session }) });
  globalThis.queryClient = new QueryClient();
  queryClient.setQueryData(["session", "authToken"], "the app's own");
  queryClient.setQueryData(["todos", "org_1"], "the app's own");
  globalThis.inClient = (child) => h(QueryClientProvider, { client: queryClient }, child);
  globalThis.App = ({ organizationId, user, type, scope }) =>
    h(
      WidgetTokens,
      { tokens, organizationId, user, queryClient },
      h(Widgets, { queryClient }, h(Widget, { type, scope })),
    );

  globalThis.enter = (organizationId, user, rest) => {
    globalThis.session = user;
    globalThis.root ??= mount(null);
    atOnce(() => root.render(inClient(h(App, { organizationId, user, ...rest }))));
  };
  globalThis.show = async (organizationId, user, rest) => {
    enter(organizationId, user, rest);
    await until(() => entries().some(({ owner }) => owner === `${user} ${organizationId}`));
    await until(() => states().join() === "resolved");
  };
  /** The cached queries, and whose token each key contains. */
  globalThis.entries = () =>
    queryClient
      .getQueryCache()
      .getAll()
      .map(({ queryKey, state }) => {
        const text = JSON.stringify([queryKey, state.data ?? null]);
        const [token] = /eyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(text) ?? [];
        return { name: queryKey[0], owner: token && ownerOf(token) };
      });
}

const owners = (/** @type {any[]} */ entries) => [...new Set(entries.flatMap(({ owner }) => owner ?? []))];

for (const [what, organizationId, user] of [
  ["organization", "org_2", "ada"],
  ["user", "org_1", "bob"],
]) {
  testInReact(
    `another ${what} leaves nothing in the query client but the app's own queries`,
    options,
    async (visit) => {
      const { run, page } = visit;
      const api = await answerWidgets(page);
      await run(prepare);
      await run(() => show("org_1", "ada"));
      const before = await run(() => entries());
      assert.deepEqual(owners(before), ["ada org_1"]);
      const after = await run(
        async (next) => {
          await show(next.organizationId, next.user);
          return entries();
        },
        { organizationId, user },
      );
      assert.deepEqual(owners(after), [`${user} ${organizationId}`]);
      assert.deepEqual(after.map(({ name }) => name).sort(), before.map(({ name }) => name).sort());
      assert.ok(after.some(({ name }) => name === "todos") && after.some(({ name }) => name === "session"));
      assert.deepEqual(api.owners(), ["ada org_1", `${user} ${organizationId}`]);
      await run(() => show("org_1", "ada"));
      assert.deepEqual(owners(await run(() => entries())), ["ada org_1"]);
    },
  );
}

testInReact("a widget's cached permissions go with its token", options, async ({ run, page }) => {
  await answerWidgets(page);
  await run(prepare);
  const before = await run(async () => {
    globalThis.users = { type: UsersManagement, scope: "widgets:users-table:manage" };
    await show("org_1", "ada", users);
    return entries();
  });
  assert.ok(before.some(({ name, owner }) => name === "permission" && owner));
  const after = await run(async () => {
    await show("org_1", "bob", users);
    return entries();
  });
  assert.deepEqual(owners(after), ["bob org_1"]);
});

testInReact("leaving one user's page and entering another user's", options, async ({ run, page }) => {
  const api = await answerWidgets(page);
  await run(prepare);
  const after = await run(async () => {
    await show("org_1", "ada");
    atOnce(() => root.render(inClient(h("p", null, "signed out"))));
    await rest();
    await show("org_1", "bob");
    return entries();
  });
  assert.deepEqual(owners(after), ["bob org_1"]);
  const first = api.requests.findIndex(({ claims }) => claims.sub === "bob");
  assert.ok(first > 0 && api.requests.slice(first).every(({ claims }) => claims.sub === "bob"));
});

testInReact(
  "leaving and re-entering the same user's page keeps data, and fetches tokens again",
  options,
  async ({ run, page }) => {
    await answerWidgets(page);
    await run(prepare);
    const kept = await run(async () => {
      const find = () => {
        const all = queryClient.getQueryCache().getAll();
        const ofWidgets = all.filter(({ queryKey: [name] }) => name !== "session" && name !== "todos");
        const isToken = ({ queryKey: [name] }) => name === "authToken";
        return { token: ofWidgets.find(isToken), data: ofWidgets.find((query) => !isToken(query)) };
      };
      await show("org_1", "ada");
      const before = find();
      atOnce(() => root.render(inClient(null)));
      await rest();
      const left = find();
      await show("org_1", "ada");
      return { data: find().data === before.data, tokenWhenLeft: left.token !== undefined };
    });
    assert.deepEqual(kept, { data: true, tokenWhenLeft: false });
  },
);

testInReact(
  "widgets receive each new token, even if the machine's clock is an hour slow",
  { ...options, clock: true, clockAheadMs: -3_600_000 },
  async ({ run, page, advance }) => {
    await answerWidgets(page);
    await run(prepare);
    await run(() => enter("org_1", "ada"));
    await advance(5_000);
    const held = () =>
      run(() => {
        const [{ authToken }] = queryClient.getQueriesData({ queryKey: ["authToken"] }).map(([, data]) => data);
        return [nameOf(authToken), nameOf(tokens.source({ ...sso, widgetScope: "widgets:sso:manage" }).peek().token)];
      });
    assert.deepEqual(await held(), ["token-1", "token-1"]);
    for (const name of ["token-2", "token-3"]) {
      await advance(565_000);
      assert.deepEqual(await held(), [name, name]);
    }
  },
);

testInReact(
  "without a query client of the app, WorkOsWidgets removes its own on unmount",
  options,
  async ({ run, page }) => {
    const api = await answerWidgets(page);
    await run(prepare);
    await run(async () => {
      const root = mount(null);
      for (const [organizationId, user] of [
        ["org_1", "ada"],
        ["org_2", "ada"],
        ["org_2", "bob"],
      ]) {
        globalThis.session = user;
        const below = h(Widgets, null, h(Widget));
        atOnce(() => root.render(h(WidgetTokens, { tokens, organizationId, user }, below)));
        await until(() => states().join() === "loading");
        await until(() => states().join() === "resolved");
      }
    });
    assert.deepEqual(api.owners(), ["ada org_1", "ada org_2", "bob org_2"]);
  },
);

testInReact(
  "StrictMode makes no difference",
  { ...options, builds: BUILDS.filter(({ mode }) => mode === "development") },
  async ({ run, page, route }) => {
    const api = await answerWidgets(page);
    await run(prepare);
    const after = await run(async () => {
      const plain = App;
      globalThis.App = (props) => h(React.StrictMode, null, h(plain, props));
      await show("org_1", "ada");
      await show("org_2", "bob");
      return entries();
    });
    assert.deepEqual(owners(after), ["bob org_2"]);
    assert.deepEqual(api.owners(), ["ada org_1", "bob org_2"]);
    assert.equal(route.requests.length, 2);
  },
);
