import assert from "node:assert/strict";
import { createGate } from "../package/route.js";
import { DEVELOPMENT } from "./bundle.js";
import { asked, prepare } from "./session-app.js";
import { testsWith } from "./visit.js";

const testInReact = await testsWith("stage.js");

testInReact(
  "another organization remounts the widgets at once, with its own token alone",
  {},
  async ({ run, route }) => {
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
  },
);

testInReact(
  "another user remounts the widgets, and nothing of the previous user is left",
  {},
  async ({ run, route }) => {
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
  },
);

for (const [what, organizationId, user, code] of [
  ["organization", "org_2", "ada", "aborted"],
  ["user", "org_1", "bob", "cleared"],
]) {
  testInReact(`the reply to a request made before another ${what} is ignored`, {}, async (visit) => {
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
    assert.equal(await first.ended, true, "its connection is closed");
    assert.deepEqual(asked(route), ["ada org_1", `${user} ${organizationId}`]);
  });
}

testInReact(
  "returning to an organization finds its token cached, but not returning to a user",
  {},
  async ({ run, route }) => {
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
  },
);

testInReact("switching there and back faster than any fetch", {}, async ({ run, route, grant }) => {
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

testInReact("the first mount with a manager that holds another user's tokens", {}, async ({ run, route }) => {
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

testInReact("null signs out: nothing is rendered, and nothing fetched", { clock: true }, async (visit) => {
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

for (const how of ["in place", "with the app's own key"]) {
  testInReact(
    `another organization and another user: no request mixes the old with the new, ${how}`,
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

testInReact("when a widget replaces another, nothing is missing in any painted frame", {}, async ({ run }) => {
  await run(prepare);
  const got = await run(async () => {
    show("org_1", "ada");
    await shows("ready ada org_1", "widget");
    const missing = [];
    let changes = 0;
    // Called when all synchronous work is done, and before the next frame.
    new MutationObserver(() => {
      changes++;
      if (shown("widget") === undefined) missing.push(document.body.innerHTML);
    }).observe(root.container, { childList: true, subtree: true });
    root.render(h(App, { organizationId: "org_2", user: "ada" }));
    await shows("ready ada org_2", "widget");
    return { missing, changed: changes > 0 };
  });
  assert.deepEqual(got, { missing: [], changed: true });
});

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
