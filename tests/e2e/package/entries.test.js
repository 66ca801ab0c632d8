import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { recordCell } from "../../consumers/cells.js";
import { blockWith } from "../../documents/documents.js";
import { installPackage } from "./tarball.js";
import { testInPage } from "./visit.js";

const PLAIN = `
  import { createTokenManager, TokenError } from "/pkg/index.js";
  globalThis.TokenError = TokenError;
  globalThis.ask = (endpoint) =>
    createTokenManager({ endpoint }).getToken({ organizationId: "org_1", widgetScope: "sso" });
`;

/**
 * @param {import("playwright-core").Page} page
 * @param {string} column
 */
function record(page, column) {
  const version = `Chromium ${page.context().browser()?.version()}`;
  recordCell({ group: "no bundler", row: "path", version, column, result: "works" });
}

testInPage("a plain HTML page works with the default entry", { script: PLAIN }, async ({ run, route, page }) => {
  assert.equal(await run(({ endpoint }) => ask(endpoint)), "token-1");
  assert.equal(route.requests.length, 1);
  record(page, "default entry");
});

/** @param {string} source the argument of `init` */
const streaming = (source) => `
  import { init, createTokenManager } from "/pkg/streaming.js";
  await init(${source});
  globalThis.ask = (endpoint) =>
    createTokenManager({ endpoint }).getToken({ organizationId: "org_1", widgetScope: "sso" });
`;

const WASM = "/pkg/workos-widget-tokens.wasm";
const SOURCES = {
  "nothing: the file beside it": "",
  "a path": `"${WASM}"`,
  "a URL": `new URL("${WASM}", location.href)`,
  "a Request": `new Request("${WASM}")`,
  "a Response": `await fetch("${WASM}")`,
  "the promise of a Response": `fetch("${WASM}")`,
  "an ArrayBuffer": `await (await fetch("${WASM}")).arrayBuffer()`,
  "a Uint8Array": `new Uint8Array(await (await fetch("${WASM}")).arrayBuffer())`,
  "a compiled module": `await WebAssembly.compileStreaming(fetch("${WASM}"))`,
};

for (const [what, source] of Object.entries(SOURCES)) {
  testInPage(
    `the streaming entry works after init() of ${what}`,
    { script: streaming(source) },
    async ({ run, site, page }) => {
      const before = site.loaded.filter((path) => path === WASM).length;
      assert.equal(await run(({ endpoint }) => ask(endpoint)), "token-1");
      assert.equal(site.loaded.filter((path) => path === WASM).length, before, "the file is loaded once");
      if (source === "") record(page, "streaming entry");
    },
  );
}

const KIT = `
  import * as entry from "/pkg/streaming.js";
  Object.assign(globalThis, { entry });
`;

testInPage("createTokenManager before init() says that init() is missing", { script: KIT }, async ({ run, route }) => {
  const error = await run(async ({ endpoint }) => {
    try {
      entry.createTokenManager({ endpoint });
    } catch (error) {
      return { code: error.code, message: error.message, isTokenError: error instanceof entry.TokenError };
    }
  });
  assert.equal(error?.code, "invalid_options");
  assert.equal(error?.isTokenError, true);
  assert.match(error?.message ?? "", /await init\(\)/);
  assert.equal(route.requests.length, 0);
});

testInPage("instanceof holds for the TokenErrors of both entries", { script: KIT }, async ({ run }) => {
  const got = await run(async () => {
    const other = await import("/pkg/index.js");
    class Own extends entry.TokenError {}
    const [error, own] = [new other.TokenError("forbidden"), new Own("forbidden")];
    return {
      isOfOther: error instanceof entry.TokenError && new entry.TokenError("timeout") instanceof other.TokenError,
      isOwn: own instanceof Own && own instanceof other.TokenError,
      wrong: [
        error instanceof Own,
        ...[new Error("no"), {}, null, undefined, "text"].map((it) => it instanceof entry.TokenError),
      ],
    };
  });
  assert.deepEqual(got, { isOfOther: true, isOwn: true, wrong: [false, false, false, false, false, false] });
});

testInPage("an app's tests can construct a TokenError", { script: KIT }, async ({ run }) => {
  const got = await run(() => {
    const error = new entry.TokenError("forbidden", { status: 403, description: "not you" });
    const { name, message, code, transient, status, attempts } = error;
    return { isError: error instanceof Error, name, message, code, transient, status, attempts };
  });
  assert.match(got.message, /^forbidden: .*\(not you\) \[status 403\]$/);
  const { message, ...rest } = got;
  const expected = { name: "TokenError", code: "forbidden", transient: false, status: 403, attempts: 0 };
  assert.deepEqual(rest, { isError: true, ...expected });
});

testInPage("the entry for tabs works as the default entry does", { script: "" }, async ({ run, route }) => {
  const got = await run(async ({ endpoint }) => {
    const tabs = await import("/pkg/tabs.js");
    const names = Object.keys(await import("/pkg/index.js"));
    const tokens = tabs.createTokenManager({ endpoint });
    const token = await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
    const fault = await tokens.getToken({ organizationId: "1", widgetScope: "sso" }).catch((error) => error);
    return { token, isTyped: fault instanceof tabs.TokenError, isSame: String(names) === String(Object.keys(tabs)) };
  });
  assert.deepEqual(got, { token: "token-1", isTyped: true, isSame: true });
  assert.equal(route.requests.length, 1);
});

const SHARING = `
  globalThis.refusal = async (file, user) => {
    const { createTokenManager } = await import(file);
    try {
      createTokenManager({ endpoint: "/api/widget-token", user, shareAcrossTabs: true }).dispose();
    } catch ({ code, description }) {
      return { code, description };
    }
  };
`;

testInPage("only the entry for tabs shares, and only for a user", { script: SHARING }, async ({ run }) => {
  const [byDefault, streaming, anonymous, named] = await run(() =>
    Promise.all([
      refusal("/pkg/index.js", "user_1"),
      import("/pkg/streaming.js").then(({ init }) => init()).then(() => refusal("/pkg/streaming.js", "user_1")),
      refusal("/pkg/tabs.js", undefined),
      refusal("/pkg/tabs.js", "user_1"),
    ]),
  );
  const elsewhere = { code: "invalid_options", description: "shareAcrossTabs needs workos-widget-tokens/tabs" };
  assert.deepEqual([byDefault, streaming], [elsewhere, elsewhere]);
  assert.deepEqual(anonymous, { code: "invalid_options", description: "shareAcrossTabs needs user" });
  assert.equal(named, undefined);
});

const SHOWN = blockWith("docs/tabs.md", "shareAcrossTabs").replace("workos-widget-tokens/tabs", "/pkg/tabs.js");

testInPage("the documented manager shares", { script: `${SHOWN} globalThis.tokens = tokens;` }, async ({ run }) => {
  assert.equal(await run(() => tokens.stats().shared), 0);
});

const DETACHED = `
  import { createTokenManager } from "/pkg/index.js";
  globalThis.ask = (endpoint) => {
    const { getToken } = createTokenManager({ endpoint });
    const key = { organizationId: "org_1", widgetScope: "sso" };
    return getToken(key).then(() => getToken(key));
  };
`;

testInPage("a manager's getToken works detached from it", { script: DETACHED }, async ({ run, route }) => {
  assert.equal(await run(({ endpoint }) => ask(endpoint)), "token-1");
  assert.equal(route.requests.length, 1);
});

testInPage("init() called again returns the same promise", { script: KIT }, async ({ run }) => {
  const same = await run(async () => {
    const first = entry.init();
    const second = entry.init();
    await first;
    return [first === second, entry.init() === first, await first];
  });
  assert.deepEqual(same, [true, true, undefined]);
});

const LOST = { script: KIT, troubles: /404/ };
testInPage("init() of a missing file rejects and can be retried", LOST, async ({ run }) => {
  const got = await run(async ({ endpoint }) => {
    const lost = await entry.init("/pkg/none.wasm").catch((error) => error);
    await entry.init();
    const token = await entry
      .createTokenManager({ endpoint })
      .getToken({ organizationId: "org_1", widgetScope: "sso" });
    const { code, transient, message } = lost;
    return { isTokenError: lost instanceof entry.TokenError, code, transient, message, token };
  });
  const { message, ...rest } = got ?? {};
  assert.deepEqual(rest, { isTokenError: true, code: "network", transient: false, token: "token-1" });
  assert.match(message, /\.wasm file could not be loaded: \/pkg\/none\.wasm; 404 .*copy it there/);
  assert.doesNotMatch(message, /token route/);
});

const UNREACHABLE = { script: KIT, troubles: /ERR_/ };
testInPage("init() without a response may succeed later", UNREACHABLE, async ({ run }) => {
  const url = "http://127.0.0.1:9/tokens.wasm";
  const error = await run(
    ({ url }) =>
      entry.init(url).catch(({ code, transient, message, cause }) => ({ code, transient, message, cause: `${cause}` })),
    { url },
  );
  assert.equal(error?.code, "network");
  assert.equal(error?.transient, true);
  assert.ok(error?.message.includes(url), error?.message);
  assert.doesNotMatch(error?.message ?? "", /token route/);
  assert.match(error?.cause ?? "", /TypeError/);
});

testInPage("both entries report a browser without WebAssembly", { script: "" }, async ({ run }) => {
  const messages = await run(async () => {
    Reflect.deleteProperty(globalThis, "WebAssembly");
    const [{ createTokenManager }, { init, TokenError }] = await Promise.all(
      ["/pkg/index.js", "/pkg/streaming.js"].map((file) => import(file)),
    );
    const make = async () => createTokenManager({ endpoint: "/api/widget-token" });
    const thrown = [await make().catch((error) => error), await init().catch((error) => error)];
    return thrown.map((error) => `${error.name} ${error.message}`).concat(String(thrown[1] instanceof TokenError));
  });
  assert.equal(messages?.pop(), "true");
  for (const message of messages ?? []) {
    assert.match(
      message,
      /TokenError invalid_options: .*WebAssembly could not be compiled.*WebAssembly is not defined/,
    );
  }
});

testInPage("init() of an invalid module reports that it cannot be compiled", { script: KIT }, async ({ run }) => {
  const error = await run(() => entry.init(new Uint8Array(8)).catch(({ code, message }) => ({ code, message })));
  assert.equal(error?.code, "invalid_options");
  assert.match(error?.message ?? "", /could not be compiled: CompileError: .*magic/);
});

testInPage("init() of an HTML page in place of the file reports it", { script: KIT }, async ({ run }) => {
  // Many hosts answer an unknown path with the app's own page and status 200.
  const error = await run(() => entry.init(location.href).catch(({ message }) => ({ message })));
  assert.match(error?.message ?? "", /\.wasm file could not be loaded: http.*; 200 text\/html.*copy it there/);
  assert.doesNotMatch(error?.message ?? "", /Content-Security-Policy/);
});

/** Records every effect that a module might have on its page. */
function watchEffects() {
  globalThis.effects = [];
  for (const [object, name] of [
    [globalThis, "fetch"],
    [globalThis, "setTimeout"],
    [globalThis, "setInterval"],
    [globalThis, "queueMicrotask"],
    [EventTarget.prototype, "addEventListener"],
    [XMLHttpRequest.prototype, "send"],
    [Navigator.prototype, "sendBeacon"],
    [Storage.prototype, "setItem"],
    [Storage.prototype, "getItem"],
    [WebAssembly, "compile"],
    [WebAssembly, "instantiate"],
    [WebAssembly, "Module"],
  ]) {
    const original = object[name];
    object[name] = new Proxy(original, {
      apply: (target, self, args) => {
        effects.push(name);
        return Reflect.apply(target, self, args);
      },
      construct: (target, args) => {
        effects.push(name);
        return Reflect.construct(target, args);
      },
    });
  }
}

for (const entry of ["index", "streaming", "tabs"]) {
  const options = { before: watchEffects, script: "" };
  testInPage(`importing ${entry}.js does nothing to the page`, options, async ({ run }) => {
    const done = await run(
      async ({ entry }) => {
        const before = { effects: effects.length, globals: Reflect.ownKeys(globalThis) };
        await import(`/pkg/${entry}.js`);
        await new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = resolve;
          port2.postMessage(0);
        });
        const isNew = (name) => !before.globals.includes(name);
        return [...effects.slice(before.effects), ...Reflect.ownKeys(globalThis).filter(isNew).map(String)];
      },
      { entry },
    );
    assert.deepEqual(done, []);
  });
}

const run = promisify(execFile);

/** @param {string} code */
async function runInNode(code) {
  const { project } = await installPackage();
  // A process kept alive by a timer or a socket exceeds the time limit.
  return run(process.execPath, ["--input-type=module", "-e", code], { cwd: project, timeout: 20_000 });
}

const COUNT = `
  const before = Reflect.ownKeys(globalThis).length;
  globalThis.fetch = () => { throw new Error("fetched"); };
  globalThis.setTimeout = () => { throw new Error("timed"); };
  const fresh = () => Reflect.ownKeys(globalThis).length - before;
`;

for (const name of ["", "/streaming", "/tabs"].map((entry) => `workos-widget-tokens${entry}`)) {
  test(`in Node, import("${name}") does nothing`, async () => {
    const { stdout, stderr } = await runInNode(`${COUNT} await import("${name}"); console.log(fresh());`);
    assert.deepEqual([stdout, stderr], ["0\n", ""]);
  });
}

test("in Node, a manager with a relative endpoint can be created and lets the process exit", async () => {
  const { stdout, stderr } = await runInNode(`
    ${COUNT}
    const { createTokenManager } = await import("workos-widget-tokens");
    const tokens = createTokenManager({ endpoint: "/api/widget-token" });
    const source = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
    console.log(source.peek());
  `);
  assert.deepEqual([stdout, stderr], ["undefined\n", ""]);
});

test("the .wasm file and package.json can be resolved by name", async () => {
  const { stdout } = await runInNode(`
    for (const name of ["workos-widget-tokens.wasm", "package.json"]) {
      console.log(import.meta.resolve("workos-widget-tokens/" + name).split("/").pop());
    }
  `);
  assert.equal(stdout, "workos-widget-tokens.wasm\npackage.json\n");
});
