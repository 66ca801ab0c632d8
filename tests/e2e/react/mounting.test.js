import assert from "node:assert/strict";
import { createGate } from "../package/route.js";
import { DEVELOPMENT } from "./bundle.js";
import { testsWith } from "./visit.js";

const testInReact = await testsWith("stage.js");

/** As in the page, with access to the signal of its last request. */
function prepare({ endpoint }) {
  const watched = (url, init) => {
    globalThis.signal = init.signal;
    return fetch(url, init);
  };
  globalThis.tokens = createTokenManager({ endpoint, fetch: watched });
  globalThis.probe = (props) => h(Probe, { tokens, organizationId: "org_1", ...props });
}

for (const withReader of [false, true]) {
  testInReact(
    `StrictMode, which mounts twice, sends one request${withReader ? ", even with a read in an effect" : ""}`,
    { builds: DEVELOPMENT },
    async ({ run, route, grant }) => {
      const gate = createGate();
      route.answer((request, number) => ({ ...grant(request, number), hold: gate.opened }));
      await run(prepare);
      await run(
        async ({ withReader }) => {
          globalThis.reads = [];
          globalThis.effects = 0;
          const Reader = () => {
            const { getToken } = useWidgetToken(tokens, sso);
            React.useEffect(() => {
              effects++;
              if (withReader) reads.push(getToken());
            }, [getToken]);
            return null;
          };
          mount(h(React.StrictMode, null, probe(), h(Reader)));
          await shows("loading");
        },
        { withReader },
      );
      const first = await route.arrived(1);
      gate.open();
      assert.equal(await first.ended, false, "the request continues");
      const got = await run(async () => {
        await shows("ready token-1");
        const names = (await Promise.all(reads)).map(nameOf);
        return { effects, names, fetches: tokens.stats().fetches };
      });
      assert.deepEqual(got, { effects: 2, names: withReader ? ["token-1", "token-1"] : [], fetches: 1 });
      assert.equal(route.requests.length, 1);
    },
  );
}

testInReact("unmounting aborts a pending request that nobody else needs", {}, async ({ run, route }) => {
  route.answer({ json: {}, hold: createGate().opened });
  await run(prepare);
  await run(async () => {
    globalThis.root = mount(probe());
    await shows("loading");
  });
  const request = await route.arrived(1);
  assert.equal(await run(() => signal.aborted), false);
  await run(() => {
    atOnce(() => root.unmount());
    return rest();
  });
  assert.equal(await run(() => signal.aborted), true);
  assert.equal(await request.ended, true);
  assert.equal(route.requests.length, 1);
});

testInReact(
  "unmounting aborts it even for a caller of its getToken, whose promise rejects",
  {},
  async ({ run, route }) => {
    route.answer({ json: {}, hold: createGate().opened });
    await run(prepare);
    await run(async () => {
      globalThis.root = mount(probe());
      await shows("loading");
      note("widget", given.probe.getToken());
    });
    const request = await route.arrived(1);
    const code = await run(async () => {
      atOnce(() => root.unmount());
      await until(() => later.widget);
      return later.widget.error.code;
    });
    assert.equal(code, "aborted");
    assert.equal(await request.ended, true);
    assert.equal(route.requests.length, 1);
  },
);

testInReact(
  "unmounting ends the retries of an outage, even with a waiting caller",
  { clock: true },
  async ({ run, route, advance }) => {
    route.answer({ status: 503, json: {} });
    await run(prepare);
    await run(async () => {
      globalThis.root = mount(probe());
      await shows("retrying server_error");
      note("widget", given.probe.getToken());
    });
    await advance(60_000);
    const before = route.requests.length;
    assert.ok(before > 3, "a mounted component retries");
    assert.equal(await run(() => later.widget), undefined, "and the caller still waits");
    await run(() => {
      atOnce(() => root.unmount());
      return rest();
    });
    assert.equal(await run(() => later.widget.error.code), "aborted");
    await advance(600_000);
    assert.equal(route.requests.length, before);
  },
);

testInReact(
  "getToken passed on before any effect waits without limit, and with the usual limit after unmounting",
  { clock: true },
  async ({ run, route, advance }) => {
    route.answer({ status: 503, json: {} });
    await run(prepare);
    await run(async () => {
      const Early = () => {
        const { getToken } = useWidgetToken(tokens, sso);
        React.useLayoutEffect(() => note("early", getToken()), [getToken]);
        globalThis.getToken = getToken;
        return probe();
      };
      globalThis.root = mount(h(Early));
      await shows("retrying server_error");
    });
    await advance(60_000);
    assert.equal(await run(() => later.early), undefined);
    await run(async () => {
      atOnce(() => root.unmount());
      await rest();
      note("late", getToken());
    });
    await advance(29_000);
    assert.equal(await run(() => later.late), undefined);
    await advance(2_000);
    assert.equal(await run(() => later.late.error.code), "server_error");
  },
);

testInReact(
  "unmounting ends renewal: one more request at most, in ten lifetimes",
  { clock: true },
  async ({ run, route, advance }) => {
    await run(prepare);
    await run(async () => {
      globalThis.root = mount(probe());
      await shows("ready token-1");
    });
    await advance(1_200_000);
    const before = route.requests.length;
    assert.ok(before >= 3, "a mounted component renews");
    await run(() => {
      atOnce(() => root.unmount());
      return rest();
    });
    await advance(1_200_000);
    await advance(4_800_000, 60_000);
    assert.ok(route.requests.length <= before + 1, `${route.requests.length} requests after ${before}`);
    assert.equal(await run(() => tokens.stats().nextRefreshInMs), undefined);
  },
);

testInReact(
  "a request continues when another component with the same key takes over",
  {},
  async ({ run, route, grant }) => {
    const gate = createGate();
    route.answer((request, number) => ({ ...grant(request, number), hold: gate.opened }));
    await run(prepare);
    await run(async () => {
      globalThis.root = mount(probe({ key: "one" }));
      await shows("loading");
      note("widget", given.probe.getToken());
    });
    const request = await route.arrived(1);
    await run(() => {
      atOnce(() => root.render(probe({ key: "two", name: "next" })));
      return rest();
    });
    gate.open();
    const got = await run(async () => {
      await shows("ready token-1", "next");
      return { before: shown() ?? "gone", widget: nameOf(later.widget.token) };
    });
    assert.deepEqual(got, { before: "gone", widget: "token-1" });
    assert.equal(await request.ended, false);
    assert.equal(route.requests.length, 1);
  },
);

testInReact("no caller rejects while another component with the key is mounted", {}, async ({ run, route, grant }) => {
  const gate = createGate();
  route.answer((request, number) => ({ ...grant(request, number), hold: gate.opened }));
  await run(prepare);
  await run(async () => {
    const [first] = [mount(probe({ name: "first" })), mount(probe({ name: "second" }))];
    await shows("loading", "first");
    await shows("loading", "second");
    note("widget", given.first.getToken());
    atOnce(() => first.unmount());
    await rest();
  });
  assert.equal(await run(() => later.widget), undefined);
  gate.open();
  assert.equal(await run(() => until(() => later.widget).then(() => nameOf(later.widget.token))), "token-1");
  assert.equal(route.requests.length, 1);
});

testInReact("a component whose key changes releases the old one", { clock: true }, async ({ run, route, advance }) => {
  await run(prepare);
  await run(async () => {
    globalThis.root = mount(probe({ scope: "sso" }));
    await shows("ready token-1");
    atOnce(() => root.render(probe({ scope: "dsync" })));
    await shows("ready token-2");
  });
  await advance(3_000_000, 9_000);
  const asked = route.requests.map(({ json }) => json.widgetScope);
  assert.ok(asked.filter((scope) => scope === "sso").length <= 2, asked.join());
  assert.ok(asked.filter((scope) => scope === "dsync").length >= 5, asked.join());
});
