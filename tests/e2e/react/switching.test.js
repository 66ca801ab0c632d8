import assert from "node:assert/strict";
import { createGate } from "../package/route.js";
import { DEVELOPMENT } from "./bundle.js";
import { testsWith } from "./visit.js";

const testInReact = await testsWith("stage.js");

/** An app whose session says who is signed in, and which notes whatever its widget is given. */
function prepare({ endpoint }) {
  globalThis.seen = [];
  globalThis.mounted = 0;
  globalThis.tokens = createTokenManager({ endpoint, headers: () => ({ "X-User": globalThis.session }) });

  globalThis.Widget = ({ name, organizationId, user }) => {
    const { token, status, getToken } = useWidgetToken({ widgetScope: "sso" });
    const [number] = React.useState(() => ++mounted);
    React.useEffect(() => {
      getToken().then(
        (given) => seen.push([`${user} ${organizationId}`, ownerOf(given)]),
        () => {},
      );
    }, [getToken]);
    seen.push([`${user} ${organizationId}`, ownerOf(token)]);
    globalThis.getToken = getToken;
    return h("output", { id: name ?? "widget", "data-mount": number }, `${status} ${ownerOf(token) ?? ""}`.trim());
  };
  globalThis.App = ({ children, ...identity }) =>
    h(WidgetTokens, { tokens, ...identity }, h(Widget, identity), children);

  /** The server's session changes, and then the app, at once. */
  globalThis.show = (organizationId, user, ...children) => {
    globalThis.session = user;
    globalThis.root ??= mount(null);
    atOnce(() => root.render(h(App, { organizationId, user }, ...children)));
  };
  globalThis.foreign = () => seen.filter(([wanted, owner]) => owner !== undefined && owner !== wanted);
}

const asked = (route) => route.requests.map(({ json, headers }) => `${headers["x-user"]} ${json.organizationId}`);

testInReact("another organization: mounted anew, at once, with its own token alone", {}, async ({ run, route }) => {
  await run(prepare);
  const got = await run(async () => {
    show("org_1", "ada");
    const first = shown("widget");
    await shows("ready ada org_1", "widget");
    show("org_2", "ada");
    const second = shown("widget");
    await shows("ready ada org_2", "widget");
    return { first, second, mounted, foreign: foreign() };
  });
  assert.deepEqual(got, { first: "loading", second: "loading", mounted: got.mounted, foreign: [] });
  assert.deepEqual(asked(route), ["ada org_1", "ada org_2"]);
});

testInReact("another user: mounted anew, and nothing of the last one is left", {}, async ({ run, route }) => {
  await run(prepare);
  const got = await run(async () => {
    show("org_1", "ada");
    await shows("ready ada org_1", "widget");
    const { mount: before } = document.getElementById("widget").dataset;
    globalThis.old = getToken;
    show("org_1", "bob");
    const { mount: after } = document.getElementById("widget").dataset;
    const between = shown("widget");
    const handed = [await old(), await getToken()].map(ownerOf);
    await shows("ready bob org_1", "widget");
    return { between, handed, foreign: foreign(), isNew: before !== after };
  });
  assert.deepEqual(got, { between: "loading", handed: ["bob org_1", "bob org_1"], foreign: [], isNew: true });
  assert.deepEqual(asked(route), ["ada org_1", "bob org_1"]);
});

for (const [what, organizationId, user, code] of [
  ["organization", "org_2", "ada", "aborted"],
  ["user", "org_1", "bob", "cleared"],
]) {
  testInReact(`another ${what} while a request is under way: its reply reaches nobody`, {}, async (visit) => {
    const { run, route, grant } = visit;
    const gate = createGate();
    route.answer((request, number) => ({ ...grant(request, number), hold: number === 1 ? gate.opened : undefined }));
    await run(prepare);
    await run(() => {
      show("org_1", "ada");
      note("old", getToken());
    });
    const first = await route.arrived(1);
    await run(
      async (given) => {
        show(given.organizationId, given.user);
        await shows(`ready ${given.user} ${given.organizationId}`, "widget");
      },
      { organizationId, user },
    );
    gate.open();
    const got = await run(async () => {
      await settled();
      await rest();
      return { old: later.old.error?.code, foreign: foreign() };
    });
    assert.deepEqual(got, { old: code, foreign: [] });
    assert.equal(await first.ended, true, "it is cut");
    assert.deepEqual(asked(route), ["ada org_1", `${user} ${organizationId}`]);
  });
}

testInReact("back again: the organization's token is still there, a user's is not", {}, async ({ run, route }) => {
  await run(prepare);
  const got = await run(async () => {
    show("org_1", "ada");
    await shows("ready ada org_1", "widget");
    show("org_2", "ada");
    await shows("ready ada org_2", "widget");
    show("org_1", "ada");
    const organization = shown("widget");
    show("org_1", "bob");
    await shows("ready bob org_1", "widget");
    show("org_1", "ada");
    const user = shown("widget");
    await shows("ready ada org_1", "widget");
    return { organization, user, foreign: foreign() };
  });
  assert.deepEqual(got, { organization: "ready ada org_1", user: "loading", foreign: [] });
  assert.deepEqual(asked(route), ["ada org_1", "ada org_2", "bob org_1", "ada org_1"]);
});

testInReact("there and back faster than anything can be fetched", {}, async ({ run, route, grant }) => {
  const gate = createGate();
  route.answer((request, number) => ({ ...grant(request, number), hold: gate.opened }));
  await run(prepare);
  await run(() => {
    show("org_1", "ada");
    show("org_2", "ada");
    show("org_3", "bob");
    show("org_2", "ada");
    show("org_1", "bob");
  });
  gate.open();
  const got = await run(async () => {
    await shows("ready bob org_1", "widget");
    await settled();
    await rest();
    return { widget: shown("widget"), foreign: foreign() };
  });
  assert.deepEqual(got, { widget: "ready bob org_1", foreign: [] });
});

testInReact("the first mount over a manager that holds another user's tokens", {}, async ({ run, route }) => {
  await run(prepare);
  const got = await run(async () => {
    globalThis.session = "ada";
    tokens.setUser("ada");
    await tokens.getToken(sso);
    show("org_1", "bob");
    const first = shown("widget");
    await shows("ready bob org_1", "widget");
    return { first, foreign: foreign() };
  });
  assert.deepEqual(got, { first: "loading", foreign: [] });
  assert.deepEqual(asked(route), ["ada org_1", "bob org_1"]);
});

testInReact("StrictMode adds no request", { builds: DEVELOPMENT }, async ({ run, route }) => {
  await run(prepare);
  const got = await run(async () => {
    const plain = App;
    globalThis.App = (props) => h(React.StrictMode, null, h(plain, props));
    show("org_1", "ada");
    await shows("ready ada org_1", "widget");
    show("org_2", "ada");
    await shows("ready ada org_2", "widget");
    show("org_2", "bob");
    await shows("ready bob org_2", "widget");
    return foreign();
  });
  assert.deepEqual(got, []);
  assert.deepEqual(asked(route), ["ada org_1", "ada org_2", "bob org_2"]);
});

testInReact("one within another: each gives its own organization", {}, async ({ run, route }) => {
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

testInReact("a sibling that subscribes is told, and React says nothing of it", {}, async ({ run }) => {
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

testInReact("user left out: setUser is the app's, and nothing is mounted anew", {}, async ({ run, route }) => {
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

testInReact("null is nobody: nothing is rendered, and nobody asks", { clock: true }, async (visit) => {
  const { run, route, advance } = visit;
  await run(prepare);
  const got = await run(async () => {
    show("org_1", "ada");
    await shows("ready ada org_1", "widget");
    globalThis.old = getToken;
    show("org_1", null);
    return { widget: shown("widget") ?? "none", held: tokens.source(sso).peek() ?? "none" };
  });
  assert.deepEqual(got, { widget: "none", held: "none" });
  await advance(600_000);
  assert.deepEqual(asked(route), ["ada org_1"]);
  await run(async () => {
    show("org_1", "bob");
    await shows("ready bob org_1", "widget");
  });
  assert.deepEqual(await run(() => foreign()), []);
});

for (const how of ["in place", "with a key of the app's own"]) {
  testInReact(
    `another organization and another user: nobody asks for the old one as the new, ${how}`,
    { clock: true },
    async ({ run, route, advance }) => {
      await run(prepare);
      await run(
        async ({ how }) => {
          if (how !== "in place") {
            const plain = App;
            globalThis.App = (props) => h(plain, { ...props, key: `${props.organizationId} ${props.user}` });
          }
          show("org_1", "ada");
          await shows("ready ada org_1", "widget");
        },
        { how },
      );
      await advance(5_000);
      await run(async () => {
        show("org_2", "bob");
        await shows("ready bob org_2", "widget");
      });
      await advance(5_000);
      assert.deepEqual(asked(route), ["ada org_1", "bob org_2"]);
      assert.equal(await run(() => tokens.stats().fetches), 2, "not even for a moment");
      assert.deepEqual(await run(() => foreign()), []);
    },
  );
}

testInReact(
  "while one gives way to the next, nothing is missing for as long as it takes to paint",
  {},
  async ({ run }) => {
    await run(prepare);
    const got = await run(async () => {
      show("org_1", "ada");
      await shows("ready ada org_1", "widget");
      const missing = [];
      let changes = 0;
      // Called when all that was begun in one go is done, and before the next frame.
      new MutationObserver(() => {
        changes++;
        if (shown("widget") === undefined) missing.push(document.body.innerHTML);
      }).observe(root.container, { childList: true, subtree: true });
      root.render(h(App, { organizationId: "org_2", user: "ada" }));
      await shows("ready ada org_2", "widget");
      return { missing, changed: changes > 0 };
    });
    assert.deepEqual(got, { missing: [], changed: true });
  },
);

testInReact("a switch in a transition", {}, async ({ run, route }) => {
  await run(prepare);
  const got = await run(async () => {
    show("org_1", "ada");
    await shows("ready ada org_1", "widget");
    globalThis.session = "bob";
    React.startTransition(() => root.render(h(App, { organizationId: "org_2", user: "bob" })));
    await shows("ready bob org_2", "widget");
    return foreign();
  });
  assert.deepEqual(got, []);
  assert.deepEqual(asked(route), ["ada org_1", "bob org_2"]);
});

testInReact("a key may name an organization of its own", {}, async ({ run, route }) => {
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
