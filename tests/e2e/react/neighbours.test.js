/** Components beside a `WidgetTokens`, inside another, or with their own key. */

import assert from "node:assert/strict";
import { asked, prepare } from "./session-app.js";
import { testsWith } from "./visit.js";

const testInReact = await testsWith("stage.js");

testInReact("nested WidgetTokens each provide their own organization", {}, async ({ run, route }) => {
  await run(prepare);
  const got = await run(async () => {
    const inner = (organizationId) =>
      h(WidgetTokens, { tokens, organizationId }, h(Widget, { name: "inner", organizationId, user: session }));
    const numbers = () => ["widget", "inner"].map((id) => document.getElementById(id).dataset.mount);
    globalThis.session = "ada";
    show("org_1", "ada", inner("org_2"));
    await shows("ready ada org_1", "widget");
    await shows("ready ada org_2", "inner");
    const [outer] = numbers();
    show("org_1", "ada", inner("org_3"));
    await shows("ready ada org_3", "inner");
    const left = numbers()[0] === outer;
    const [, before] = numbers();
    show("org_4", "ada", inner("org_3"));
    await shows("ready ada org_4", "widget");
    await shows("ready ada org_3", "inner");
    return { left, anew: numbers()[1] !== before, foreign: foreign() };
  });
  assert.deepEqual(got, { left: true, anew: true, foreign: [] });
  assert.deepEqual(asked(route).sort(), ["ada org_1", "ada org_2", "ada org_3", "ada org_4"]);
});

testInReact("a subscribed sibling is notified without a warning from React", {}, async ({ run }) => {
  await run(prepare);
  const got = await run(async () => {
    const plain = App;
    const Sibling = () => {
      const { status, token } = useWidgetToken(tokens, sso);
      return h("output", { id: "sibling" }, `${status} ${ownerOf(token) ?? ""}`.trim());
    };
    globalThis.App = (props) => h(React.Fragment, null, h(Sibling), h(plain, props), h(Sibling));
    show("org_1", "ada");
    await shows("ready ada org_1", "sibling");
    show("org_1", "bob");
    const atOnce = shown("sibling");
    await shows("ready bob org_1", "sibling");
    return { atOnce, foreign: foreign() };
  });
  assert.deepEqual(got, { atOnce: "loading", foreign: [] });
});

testInReact("without the user prop the app calls setUser, and nothing remounts", {}, async ({ run, route }) => {
  await run(prepare);
  const got = await run(async () => {
    globalThis.session = "ada";
    tokens.setUser("ada");
    const root = mount(h(WidgetTokens, { tokens, organizationId: "org_1" }, h(Probe)));
    await shows("ready token-1");
    atOnce(() => root.render(h(WidgetTokens, { tokens, organizationId: "org_1" }, h(Probe))));
    globalThis.session = "bob";
    tokens.setUser("bob");
    await shows("ready token-2");
    return ownerOf(given.probe.token);
  });
  assert.equal(got, "bob org_1");
  assert.deepEqual(asked(route), ["ada org_1", "bob org_1"]);
});

testInReact("a key may name its own organization", {}, async ({ run, route }) => {
  await run(prepare);
  await run(async () => {
    const Own = () => h("i", null, useWidgetToken({ widgetScope: "sso", organizationId: "org_2" }).status);
    const Unsaid = () => h("b", null, useWidgetToken({ widgetScope: "sso", organizationId: undefined }).status);
    mount(h(WidgetTokens, { tokens, organizationId: "org_1" }, h(Own), h(Unsaid)));
    await until(() => document.querySelector("i")?.textContent === "ready");
    await until(() => document.querySelector("b")?.textContent === "ready");
  });
  assert.deepEqual(route.requests.map(({ json }) => json.organizationId).sort(), ["org_1", "org_2"]);
});
