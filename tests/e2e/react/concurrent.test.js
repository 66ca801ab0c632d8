import assert from "node:assert/strict";
import { testsWith } from "./visit.js";

const testInReact = await testsWith("stage.js");

/** Setters that change a scope from outside, and what is shown then. */
function prepare({ endpoint }) {
  globalThis.tokens = createTokenManager({ endpoint });
  globalThis.probe = (props) => h(Probe, { tokens, organizationId: "org_1", ...props });
  /** Asserts that in each committed state all probes show the same. */
  globalThis.watchForTearing = (container) => {
    globalThis.torn = [];
    globalThis.states = new Set();
    new MutationObserver(() => {
      const texts = new Set([...container.querySelectorAll("output")].map((output) => output.textContent));
      if (texts.size > 1) torn.push([...texts]);
      else states.add([...texts].join());
    }).observe(container, { childList: true, characterData: true, subtree: true });
  };
}

testInReact("a key that changes in a transition", {}, async ({ run, route }) => {
  await run(prepare);
  const got = await run(async () => {
    const App = () => {
      const [scope, setScope] = React.useState("sso");
      const [isPending, start] = React.useTransition();
      globalThis.change = (next) => start(() => setScope(next));
      return h("div", null, h("i", null, String(isPending)), probe({ scope }), probe({ scope, name: "second" }));
    };
    const root = mount(h(App));
    await shows("ready token-1");
    watchForTearing(root.container);
    change("dsync");
    await shows("ready token-2");
    change("sso");
    await shows("ready token-1");
    await rest();
    return { torn, states: [...states].filter(Boolean).sort(), pending: document.querySelector("i").textContent };
  });
  assert.deepEqual(got.torn, []);
  assert.equal(got.pending, "false");
  assert.deepEqual(
    route.requests.map(({ json }) => json.widgetScope),
    ["sso", "dsync"],
  );
});

testInReact("a key that is a deferred value", {}, async ({ run, route }) => {
  await run(prepare);
  const torn = await run(async () => {
    const App = () => {
      const [scope, setScope] = React.useState("sso");
      globalThis.change = setScope;
      const deferred = React.useDeferredValue(scope);
      return h("div", null, probe({ scope: deferred }), probe({ scope: deferred, name: "second" }));
    };
    const root = mount(h(App));
    await shows("ready token-1");
    watchForTearing(root.container);
    change("dsync");
    await shows("ready token-2");
    return torn;
  });
  assert.deepEqual(torn, []);
  assert.equal(route.requests.length, 2);
});

testInReact("an abandoned transition fetches nothing for its key", {}, async ({ run, route }) => {
  await run(prepare);
  await run(async () => {
    const Never = () => {
      throw new Promise(() => {});
    };
    const App = () => {
      const [scope, setScope] = React.useState("sso");
      globalThis.change = setScope;
      return h(React.Suspense, { fallback: "…" }, probe({ scope }), scope === "dsync" && h(Never));
    };
    mount(h(App));
    await shows("ready token-1");
    React.startTransition(() => change("dsync"));
    await rest();
    globalThis.tried = renders.probe.includes("loading") && shown() === "ready token-1";
    atOnce(() => change("sso"));
    await rest();
    await settled();
  });
  assert.equal(await run(() => tried && shown()), "ready token-1");
  assert.equal(route.requests.length, 1);
});

testInReact("if a token is dropped while many components mount, all show the same", {}, async ({ run }) => {
  await run(prepare);
  const got = await run(async () => {
    const MANY = 60;
    const seen = [];
    const Slow = () => {
      const { status } = useWidgetToken(tokens, sso);
      const start = performance.now();
      while (seen.length < MANY && performance.now() - start < 1);
      seen.push(status);
      // Between two slices of the first render, before anyone is subscribed.
      if (seen.length === 10) task().then(() => tokens.clear());
      return h("output", null, status);
    };
    const App = () => {
      const [many, setMany] = React.useState(0);
      globalThis.setMany = setMany;
      return Array.from({ length: many }, (_, index) => h(Slow, { key: index }));
    };
    await tokens.getToken(sso);
    const root = mount(h(App));
    await until(() => globalThis.setMany);
    watchForTearing(root.container);
    React.startTransition(() => setMany(MANY));
    await until(() => root.container.textContent === "ready".repeat(MANY));
    return { torn, firstPass: [...new Set(seen.slice(0, MANY))] };
  });
  assert.deepEqual(got, { torn: [], firstPass: ["ready", "loading"] });
});
