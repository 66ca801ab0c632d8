/** What SECURITY.md promises for the page: what a script, an injected base or a frame can and cannot do. */

// @ts-nocheck: the code inside a page uses globals that are unknown here, as in tests/e2e

import assert from "node:assert/strict";
import { testInPage } from "../e2e/package/visit.js";

/** The token to search for. */
const TOKEN = "widget_needle";

/** The app keeps its manager private, and lets the test request a token. */
const DISCREET = `
  import { createTokenManager } from "/pkg/index.js";
  globalThis.use = async (endpoint) => {
    const tokens = createTokenManager({ endpoint });
    const source = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
    for (const name of ["token", "retry", "error", "expired", "invalidated", "idle"]) tokens.on(name, (event) => events.push(event));
    source.subscribe(() => {});
    const token = await source.getToken();
    source.invalidate("another");
    await tokens.getToken({ organizationId: "org_2", widgetScope: "nonsense" }).catch((error) => events.push(error));
    return token;
  };
`;

/** Records whatever leaves a script other than by its return value. */
function watchExits() {
  globalThis.events = [];
  globalThis.left = [];
  const watch = (object, name) => {
    const original = object[name];
    object[name] = new Proxy(original, {
      apply: (target, self, args) => {
        left.push([name, ...args.map(String)]);
        return Reflect.apply(target, self, args);
      },
      construct: (target, args) => {
        left.push([name, ...args.map(String)]);
        return Reflect.construct(target, args);
      },
    });
  };
  for (const name of ["log", "info", "warn", "error", "debug"]) watch(console, name);
  for (const name of ["BroadcastChannel", "SharedWorker", "Worker", "WebSocket", "open", "postMessage"]) {
    watch(globalThis, name);
  }
  watch(Storage.prototype, "setItem");
  watch(Navigator.prototype, "sendBeacon");
  watch(History.prototype, "pushState");
  watch(History.prototype, "replaceState");
  watch(IDBFactory.prototype, "open");
  watch(CacheStorage.prototype, "open");
}

const options = { script: DISCREET, before: watchExits };
testInPage("a token appears in no storage, URL, element, global, event or log", options, async (visit) => {
  const { run, route } = visit;
  route.answer({ json: { token: TOKEN, expires_in: 600 } });
  const before = await run(() => Reflect.ownKeys(globalThis).map(String));
  assert.equal(await run(({ endpoint }) => use(endpoint)), TOKEN);
  const places = await run(
    async ({ before }) => ({
      storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
      databases: JSON.stringify([await indexedDB.databases(), await caches.keys()]),
      addresses: JSON.stringify([location.href, history.state, performance.getEntries().map(({ name }) => name)]),
      document: document.documentElement.outerHTML,
      globals: Reflect.ownKeys(globalThis)
        .map(String)
        .filter((name) => !before.includes(name))
        .join(),
      events: JSON.stringify(events.map((event) => [event, event.message, event.error?.message])),
      exits: JSON.stringify(left),
    }),
    { before },
  );
  assert.equal(places.globals, "", "it leaves no global behind");
  assert.equal(places.exits, "[]", "only fetch leads out of the page");
  for (const [place, text] of Object.entries(places)) assert.ok(!text.includes(TOKEN), place);
  assert.ok(places.events.includes("refreshInMs"), "events were received");
  assert.equal(route.requests.length, 1);
  assert.ok(!JSON.stringify(route.requests[0].headers).includes(TOKEN));
});

testInPage("ignores the page's URL, whatever it contains", { script: "" }, async ({ page, site, route }) => {
  const script = `
    import { createTokenManager } from "/pkg/index.js";
    const key = { organizationId: "org_1", widgetScope: "sso" };
    globalThis.token = await createTokenManager({ endpoint: "${route.endpoint}" }).getToken(key);
  `;
  const path = site.addPage({ script });
  const loaded = site.loaded.length;
  const said = ["endpoint=/evil", "token=widget_evil", "__proto__[endpoint]=/evil", "user=evil", "//evil.example/"];
  await page.goto(`${site.url}${path}?${said.join("&")}#${said.join("&")}`);
  await page.waitForFunction("globalThis.ready");
  assert.equal(await page.evaluate("token"), "token-1");
  assert.equal(route.requests.length, 1);
  assert.deepEqual(route.requests[0].json, { organizationId: "org_1", widgetScope: "sso" });
  assert.deepEqual(
    site.loaded.slice(loaded).filter((path) => path.includes("evil")),
    [],
  );
});

/** The URL of a request after someone has inserted a base element into the page. */
const BASED = `
  import { createTokenManager } from "/pkg/index.js";
  document.head.append(Object.assign(document.createElement("base"), { href: "https://evil.example/" }));
  globalThis.whereTo = async (endpoint) => {
    let address;
    const fetch = async (url) => {
      address = url;
      return new Response('{"token":"widget_1"}');
    };
    await createTokenManager({ endpoint, fetch }).getToken({ organizationId: "org_1", widgetScope: "sso" });
    return address;
  };
`;

const injected = { script: BASED };
testInPage(
  "an injected base redirects a relative endpoint, as with fetch, but not an absolute one",
  injected,
  async (visit) => {
    const { run, site, route } = visit;
    assert.equal(await run(({ endpoint }) => whereTo(endpoint)), `https://evil.example${route.endpoint}`);
    const endpoint = site.url + route.endpoint;
    assert.equal(await run(({ endpoint }) => whereTo(endpoint), { endpoint }), endpoint);
  },
);

const guarded = { script: BASED, headers: { "Content-Security-Policy": "base-uri 'none'" }, troubles: /base-uri/ };
testInPage("with base-uri 'none' it has no effect", guarded, async ({ run, site, route }) => {
  assert.equal(await run(({ endpoint }) => whereTo(endpoint)), site.url + route.endpoint);
});

/** A third party's script, loaded before the app's. */
function patchFetch() {
  globalThis.events = [];
  globalThis.stolen = [];
  const { text } = Response.prototype;
  Response.prototype.text = async function () {
    const body = await text.call(this);
    stolen.push(body);
    return body;
  };
}

const patched = { script: DISCREET, before: patchFetch };
testInPage("a script in the same page can read every token", patched, async ({ run, route }) => {
  route.answer({ json: { token: TOKEN } });
  await run(({ endpoint }) => use(endpoint).catch(() => undefined));
  assert.ok((await run(() => stolen.join())).includes(TOKEN), "SECURITY.md says so, and this shows how");
});

const framed = { script: DISCREET, before: watchExits, troubles: /CORS policy/ };
testInPage("a frame of another origin cannot reach the token", framed, async (visit) => {
  const { run, page, site, route } = visit;
  const other = site.url.replace("127.0.0.1", "localhost");
  const frame = site.addPage({ script: "" });
  await run(({ endpoint }) => use(endpoint));
  const tried = await page.evaluate(
    (address) =>
      new Promise((resolve) => {
        const frame = document.createElement("iframe");
        frame.src = address;
        frame.onload = () => resolve(true);
        document.body.append(frame);
      }),
    other + frame,
  );
  assert.ok(tried);
  const inside = page.frames().find((each) => each.url().startsWith(other));
  const got = await inside?.evaluate(async (endpoint) => {
    const look = () => {
      try {
        return String(/** @type {any} */ (parent).use);
      } catch (error) {
        return /** @type {Error} */ (error).name;
      }
    };
    const ask = () => fetch(endpoint, { method: "POST", credentials: "include" }).then((reply) => reply.text());
    return [look(), await ask().catch((error) => error.name)];
  }, site.url + route.endpoint);
  assert.deepEqual(got, ["SecurityError", "TypeError"]);
});
