/** A query client that the app shares with the widgets: the app's own queries are not affected. */

import assert from "node:assert/strict";
import { testsWith } from "./visit.js";
import { answerWidgets } from "./widgets-api.js";

const testInReact = await testsWith("stage-widgets.js", [{ version: 19, mode: "development" }]);

/** Most widgets send a request without a token first, and the browser logs its failure. */
const options = { troubles: /status of (401|500)/ };

function prepare({ endpoint }) {
  globalThis.tokens = createTokenManager({ endpoint });
  globalThis.queryClient = new QueryClient({ defaultOptions: { queries: { networkMode: "always" } } });
  /** How often each query of the app was fetched. */
  globalThis.counts = {};
  globalThis.Own = ({ queryKey, data = "the app's own", ...options }) => {
    const name = JSON.stringify(queryKey);
    const queryFn = () => {
      counts[name] = (counts[name] ?? 0) + 1;
      return data;
    };
    return h("i", null, String(useQuery({ queryKey, queryFn, ...options }).isSuccess));
  };
  globalThis.App = ({ organizationId, children, manager = tokens, client = queryClient, type, scope }) =>
    h(
      QueryClientProvider,
      { client },
      h(
        WidgetTokens,
        { tokens: manager, organizationId, queryClient: client },
        h(Widgets, { queryClient: client }, h(Widget, { type, scope })),
      ),
      children,
    );
  globalThis.allResolved = () => states().length > 0 && states().every((state) => state === "resolved");
  globalThis.keysOf = (client = queryClient) =>
    client
      .getQueryCache()
      .getAll()
      .map(({ queryKey }) => queryKey);
  globalThis.comeBack = () => document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}

/** Keys that resemble the widgets', and are the app's. */
const ALIKE = [
  { queryKey: ["authToken", "user_1"] },
  { queryKey: ["authToken", "user-profile"] },
  { queryKey: ["authToken", "json"], data: { authToken: "the app's own" } },
  { queryKey: ["authToken"], data: { authToken: "a", permissions: [], exp: 1 } },
  { queryKey: ["widgets/list"] },
  { queryKey: ["/widgets/mine", { page: 1 }] },
  { queryKey: ["/_widgets/mine"] },
  { queryKey: ["report", "widgets:sso:manage"] },
  { queryKey: ["permission", "widgets:sso:manage", "user_1"] },
  { queryKey: ["https://api.workos.com/_widgets/ApiKeys/permissions"] },
];

testInReact(
  "keys that resemble the widgets' are not fetched again with each token, nor removed at a switch",
  { ...options, clock: true },
  async ({ run, page, advance }) => {
    await answerWidgets(page);
    await run(prepare);
    await run(
      ({ alike }) => {
        globalThis.own = alike.map((props) => h(Own, { key: JSON.stringify(props.queryKey), ...props }));
        globalThis.root = mount(h(App, { organizationId: "org_1" }, own));
      },
      { alike: ALIKE },
    );
    await advance(5_000);
    await advance(1_200_000);
    const names = ALIKE.map(({ queryKey }) => JSON.stringify(queryKey));
    assert.deepEqual(await run(() => counts), Object.fromEntries(names.map((name) => [name, 1])));
    await run(() => root.render(h(App, { organizationId: "org_2" })));
    await advance(15_000, 1_000);
    const left = (await run(() => keysOf())).map((/** @type {any} */ key) => JSON.stringify(key));
    for (const name of names) assert.ok(left.includes(name), `${name} is still cached`);
    assert.equal(await run(() => states().join()), "resolved");
  },
);

testInReact("the client's own options are not changed", options, async ({ run, page }) => {
  await answerWidgets(page);
  await run(prepare);
  const got = await run(async () => {
    const before = { ...queryClient.getDefaultOptions().queries };
    mount(h(App, { organizationId: "org_1" }, h(Own, { queryKey: ["todos"] })));
    await until(allResolved);
    return { before, after: queryClient.getDefaultOptions().queries };
  });
  assert.deepEqual(got.after, got.before);
});

testInReact('with networkMode "always", no query refetches on reconnecting', options, async (visit) => {
  const { run, page } = visit;
  const api = await answerWidgets(page);
  await run(prepare);
  await run(async () => {
    mount(h(App, { organizationId: "org_1" }, h(Own, { queryKey: ["todos"] })));
    await until(allResolved);
    await rest();
  });
  const before = api.requests.length;
  const got = await run(async () => {
    for (const name of ["offline", "online"]) {
      dispatchEvent(new Event(name));
      await rest();
    }
    return counts;
  });
  assert.deepEqual(got, { '["todos"]': 1 });
  assert.equal(api.requests.length, before);
});

for (const [where, isShared] of /** @type {[string, boolean][]} */ ([
  ["with its own query client", false],
  ["with the same query client", true],
])) {
  testInReact(
    `a manager whose route fails, ${where}, does not delay the widgets of another`,
    options,
    async (visit) => {
      const { run, page } = visit;
      const api = await answerWidgets(page);
      await page.route("**/failing", (/** @type {any} */ its) => its.fulfill({ status: 500, json: {} }));
      await run(prepare);
      await run(
        async (given) => {
          const client = given.isShared ? queryClient : new QueryClient();
          const manager = createTokenManager({ endpoint: "/failing" });
          const scope = "widgets:users-table:manage";
          mount(h(App, { organizationId: "org_1", manager, client, type: UsersManagement, scope }));
          mount(h(App, { organizationId: "org_1" }));
          await until(() => states().includes("resolved"));
        },
        { isShared },
      );
      const before = api.requests.length;
      await run(() => comeBack());
      await run(
        async (given) => {
          const path = (key) => key[0] === "/_widgets/admin-portal/sso-connections" && key.length > 2;
          const query = queryClient
            .getQueryCache()
            .getAll()
            .find(({ queryKey, state }) => path(queryKey) && state.data);
          await until(() => query.state.dataUpdateCount > given.least);
        },
        { least: 1 },
      );
      assert.ok(api.requests.length > before);
    },
  );
}

testInReact(
  "a widget whose token has expired retries when the next one arrives, and not before",
  { ...options, clock: true },
  async (visit) => {
    const { run, page, advance, sleep, now, route, grant } = visit;
    const api = await answerWidgets(page);
    await run(prepare);
    await run(() => mount(h(App, { organizationId: "org_1" })));
    await advance(15_000, 1_000);
    assert.equal(await run(() => states().join()), "resolved");
    const before = api.requests.length;
    route.answer({ status: 500, json: {} });
    await sleep(3_600_000);
    await run(() => comeBack());
    await advance(5_000);
    assert.equal(api.requests.length, before, "there is no token");
    route.answer(grant);
    await advance(70_000);
    const later = api.requests.slice(before);
    assert.ok(later.length >= 1);
    for (const { claims } of later) assert.ok(claims.exp * 1000 > now() - 70_000, "with a valid token");
  },
);
