import assert from "node:assert/strict";
import { createGate } from "../package/route.js";
import { BUILDS } from "./bundle.js";
import { testsWith } from "./visit.js";

const testInReact = await testsWith("stage.js");

/** A component that suspends until it is released. */
function prepare({ endpoint }) {
  globalThis.tokens = createTokenManager({ endpoint });
  globalThis.probe = (props) => h(Probe, { tokens, organizationId: "org_1", ...props });
  /** A gate that rendering has to pass. */
  globalThis.createBarrier = () => {
    const barrier = { isOpen: false };
    barrier.opened = new Promise((resolve) => {
      barrier.open = () => {
        barrier.isOpen = true;
        resolve();
      };
    });
    barrier.Wait = () => {
      if (!barrier.isOpen) throw barrier.opened;
      return null;
    };
    return barrier;
  };
  globalThis.suspended = (...children) => h(React.Suspense, { fallback: h("i", null, "waiting") }, ...children);
  globalThis.isWaiting = () => document.querySelector("i") !== null;
}

testInReact(
  "a suspended first render fetches nothing until it is mounted",
  { clock: true },
  async ({ run, route, advance }) => {
    await run(prepare);
    await run(async () => {
      globalThis.barrier = createBarrier();
      mount(
        suspended(
          probe(),
          h(WidgetTokens, { tokens, organizationId: "org_2" }, h(Probe, { name: "below" })),
          h(barrier.Wait),
        ),
      );
      await until(isWaiting);
    });
    await advance(60_000);
    assert.equal(route.requests.length, 0);
    assert.ok((await run(() => renders.probe.length)) > 0, "it was rendered");
    await run(async () => {
      barrier.open();
      await shows("ready token-1");
      await shows("ready token-2", "below");
    });
    assert.equal(route.requests.length, 2);
  },
);

testInReact(
  "a tree that suspends again keeps its token and is renewed, with no extra request",
  { clock: true },
  async ({ run, route, advance }) => {
    await run(prepare);
    await run(async () => {
      const provided = h(WidgetTokens, { tokens, organizationId: "org_2", user: "ada" }, h(Probe, { name: "below" }));
      globalThis.tree = (...more) => suspended(probe(), provided, ...more);
      globalThis.root = mount(tree());
      await shows("ready token-1");
      await shows("ready token-2", "below");
      globalThis.before = [given.probe, given.below];
      globalThis.barrier = createBarrier();
      atOnce(() => root.render(tree(h(barrier.Wait))));
      await until(isWaiting);
    });
    const count = route.requests.length;
    await advance(60_000);
    assert.equal(route.requests.length, count, "hidden, it does not fetch again");
    const same = await run(async () => {
      barrier.open();
      await until(() => !isWaiting());
      await rest();
      return [given.probe === before[0], given.below === before[1], shown(), shown("below")];
    });
    assert.deepEqual(same, [true, true, "ready token-1", "ready token-2"]);
    assert.equal(route.requests.length, count);
    await run(async () => {
      globalThis.barrier = createBarrier();
      atOnce(() => root.render(tree(h(barrier.Wait))));
      await until(isWaiting);
    });
    await advance(600_000);
    assert.equal(route.requests.length, count + 2, "hidden, it is renewed");
    await run(async () => {
      barrier.open();
      await until(() => /^ready token-[34]$/.test(shown()));
    });
  },
);

testInReact("a tree that suspends during a fetch receives the token", {}, async ({ run, route, grant }) => {
  const gate = createGate();
  route.answer((request, number) => ({ ...grant(request, number), hold: gate.opened }));
  await run(prepare);
  await run(async () => {
    const root = mount(suspended(probe()));
    await shows("loading");
    note("widget", given.probe.getToken());
    globalThis.barrier = createBarrier();
    atOnce(() => root.render(suspended(probe(), h(barrier.Wait))));
    await until(isWaiting);
  });
  gate.open();
  const token = await run(async () => {
    await until(() => later.widget);
    barrier.open();
    await shows("ready token-1");
    return nameOf(later.widget.token);
  });
  assert.equal(token, "token-1");
  assert.equal(route.requests.length, 1);
});

const WITH_ACTIVITY = BUILDS.filter(({ version }) => version === 19);

testInReact(
  "Activity: a tree hidden from the start fetches nothing, one hidden later stops renewing, and continues when shown",
  { clock: true, builds: WITH_ACTIVITY },
  async ({ run, route, advance }) => {
    await run(prepare);
    await run(async () => {
      globalThis.tree = (mode) =>
        h(
          React.Activity,
          { mode },
          probe(),
          h(WidgetTokens, { tokens, organizationId: "org_2", user: "ada" }, h(Probe, { name: "below" })),
        );
      globalThis.root = mount(tree("hidden"));
      await rest();
    });
    await advance(60_000);
    assert.equal(route.requests.length, 0);
    await run(async () => {
      atOnce(() => root.render(tree("visible")));
      await shows("ready token-1");
      await shows("ready token-2", "below");
    });
    await run(() => atOnce(() => root.render(tree("hidden"))));
    await advance(6_000_000, 9_000);
    const hidden = route.requests.length;
    assert.ok(hidden <= 4, `${hidden} requests`);
    await run(async () => {
      atOnce(() => root.render(tree("visible")));
      await until(() => shown().startsWith("ready") && shown("below").startsWith("ready"));
    });
    assert.equal(route.requests.length, hidden + 2);
  },
);

testInReact(
  "Activity: hiding a tree does not reject its callers, but removing it does",
  { builds: WITH_ACTIVITY, clock: true },
  async ({ run, route, advance }) => {
    route.answer({ status: 503, json: {} });
    await run(prepare);
    await run(async () => {
      globalThis.tree = (mode) => h(React.Activity, { mode }, probe());
      globalThis.root = mount(tree("visible"));
      await shows("retrying server_error");
      note("widget", given.probe.getToken());
      atOnce(() => root.render(tree("hidden")));
    });
    await advance(60_000);
    assert.equal(await run(() => later.widget), undefined);
    await run(async () => {
      atOnce(() => root.render(null));
      await until(() => later.widget);
    });
    assert.equal(await run(() => later.widget.error.code), "aborted");
    const count = route.requests.length;
    await advance(600_000);
    assert.equal(route.requests.length, count);
  },
);

testInReact("Activity: another user while the tree is hidden", { builds: WITH_ACTIVITY }, async ({ run, route }) => {
  await run(prepare);
  const got = await run(async ({ endpoint }) => {
    const tokens = createTokenManager({ endpoint, headers: () => ({ "X-User": globalThis.session }) });
    const seen = [];
    const Spy = ({ user }) => {
      const { token } = useWidgetToken({ widgetScope: "sso" });
      seen.push([user, ownerOf(token)]);
      return h("b", null, ownerOf(token));
    };
    const tree = (mode, user) =>
      h(React.Activity, { mode }, h(WidgetTokens, { tokens, organizationId: "org_1", user }, h(Spy, { user })));
    globalThis.session = "ada";
    const root = mount(tree("visible", "ada"));
    await until(() => document.querySelector("b")?.textContent === "ada org_1");
    atOnce(() => root.render(tree("hidden", "ada")));
    globalThis.session = "bob";
    atOnce(() => root.render(tree("hidden", "bob")));
    await rest();
    atOnce(() => root.render(tree("visible", "bob")));
    await until(() => document.querySelector("b")?.textContent === "bob org_1");
    return seen.filter(([user, owner]) => owner && owner !== `${user} org_1`);
  });
  assert.deepEqual(got, []);
  assert.equal(route.requests.length, 2);
});

testInReact(
  "throws an error to the boundary, and recovers from it",
  { clock: true, messages: /boundary|Error|TokenError/i },
  async ({ run, route, grant, advance }) => {
    route.answer({ status: 403, json: {} });
    await run(prepare);
    await run(async () => {
      const Widget = () => {
        const { error } = useWidgetToken(tokens, sso);
        if (error && !error.transient) throw error;
        return probe();
      };
      let key = 0;
      globalThis.root = mount(h(Boundary, { key }, h(Widget)));
      await until(() => shown("boundary") === "forbidden");
      globalThis.again = () => atOnce(() => root.render(h(Boundary, { key: ++key }, h(Widget))));
    });
    assert.equal(route.requests.length, 1);
    route.answer(grant);
    await run(async () => {
      again();
      await until(() => shown("boundary") === "forbidden");
    });
    assert.equal(route.requests.length, 1, "a recent refusal is repeated");
    await advance(6_000);
    await run(async () => {
      again();
      await shows("ready token-2");
    });
  },
);
