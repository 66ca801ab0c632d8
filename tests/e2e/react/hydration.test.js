import assert from "node:assert/strict";
import { BUILDS, DEVELOPMENT } from "./bundle.js";
import { renderInNode } from "./server/rendering.js";
import { testsWith } from "./visit.js";

const testInReact = await testsWith("server/page.js");
const rendered = new Map(await Promise.all(BUILDS.map(async (build) => [build, (await renderInNode(build)).html])));

testInReact(
  "hydrates server-rendered HTML without a change, and then fetches once",
  {},
  async ({ run, route, build }) => {
    const got = await run(
      async ({ endpoint, html }) => {
        const root = hydrate(html, app(createTokenManager({ endpoint })));
        const server = root.container.querySelector("#shown");
        await shows("ready token", "shown");
        await shows("ready token", "late");
        await until(() => later.shown && later.late);
        const same = root.container.querySelector("#shown") === server;
        return { same, mended, handed: [nameOf(later.shown.token), nameOf(later.late.token)] };
      },
      { html: rendered.get(build) },
    );
    assert.deepEqual(got, { same: true, mended: [], handed: ["token-1", "token-1"] });
    assert.equal(route.requests.length, 1);
  },
);

testInReact("in StrictMode as well", { builds: DEVELOPMENT }, async ({ run, route, build }) => {
  const got = await run(
    async ({ endpoint, html }) => {
      const root = hydrate(html, h(React.StrictMode, null, app(createTokenManager({ endpoint }))));
      const server = root.container.querySelector("#shown");
      await shows("ready token", "shown");
      return { same: root.container.querySelector("#shown") === server, mended };
    },
    { html: rendered.get(build) },
  );
  assert.deepEqual(got, { same: true, mended: [] });
  assert.equal(route.requests.length, 1);
});

testInReact("a token that already exists causes no mismatch", {}, async ({ run, route, build }) => {
  const got = await run(
    async ({ endpoint, html }) => {
      const tokens = createTokenManager({ endpoint, user: "ada" });
      await tokens.getToken(sso);
      const root = hydrate(html, app(tokens));
      const server = root.container.querySelector("#shown");
      await shows("ready token", "shown");
      return { same: root.container.querySelector("#shown") === server, mended };
    },
    { html: rendered.get(build) },
  );
  assert.deepEqual(got, { same: true, mended: [] });
  assert.equal(route.requests.length, 1);
});

testInReact("another user's tokens in the manager are not rendered", {}, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint, user: "bob", headers: () => ({ "X-User": globalThis.session }) });
    globalThis.session = "bob";
    await tokens.getToken(sso);
    globalThis.session = "ada";
    const seen = [];
    const Spy = () => {
      const { token } = useWidgetToken(tokens, sso);
      seen.push(ownerOf(token));
      return null;
    };
    hydrate("", h(WidgetTokens, { tokens, organizationId: "org_1", user: "ada" }, h(Spy)));
    await until(() => seen.at(-1));
    return { seen: seen.filter(Boolean), mended };
  });
  assert.deepEqual([...new Set(got.seen)], ["ada org_1"]);
  assert.deepEqual(got.mended, []);
  assert.equal(route.requests.length, 2);
});

testInReact(
  "an invalid key throws to the page's error boundary, as without a server",
  { messages: /boundary|Error|TokenError|hydrat/i },
  async ({ run }) => {
    const code = await run(async ({ endpoint }) => {
      const tokens = createTokenManager({ endpoint });
      const html = '<output id="probe">loading</output>';
      hydrate(html, h(Boundary, null, h(Probe, { tokens, organizationId: "acme" })));
      await until(() => shown("boundary"));
      return shown("boundary");
    });
    assert.equal(code, "invalid_request");
  },
);
