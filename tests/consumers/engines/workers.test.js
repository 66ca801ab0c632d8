/** The package in a dedicated and in a shared worker, in each engine. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSite } from "../../e2e/package/site.js";
import { recordCell } from "../cells.js";
import { inEachEngine } from "./each-engine.js";

/** @type {Awaited<ReturnType<typeof startSite>>} */
let site;
before(async () => {
  site = await startSite();
});
after(() => site.close());

const ENTRIES = {
  default: 'import { createTokenManager } from "/pkg/index.js"; const ready = undefined;',
  streaming: 'import { createTokenManager, init } from "/pkg/streaming.js"; const ready = init();',
};

/** Answers each message; the endpoint is relative to the worker's own address. */
const WORKER = `
  let tokens;
  async function answer({ endpoint, organizationId, isRenewal }) {
    await ready;
    tokens ??= createTokenManager({ endpoint });
    const source = tokens.source({ organizationId, widgetScope: "sso" });
    const token = await (isRenewal ? renewed(source) : source.getToken());
    return { token, hasDocument: "document" in globalThis, fetches: tokens.stats().fetches };
  }
  const renewed = (source) =>
    new Promise((resolve) => {
      let first;
      source.subscribe(({ token } = {}) => {
        first ??= token;
        if (token !== first) resolve(token);
      });
    });
  const serve = (port) => {
    port.onmessage = async ({ data }) =>
      port.postMessage(await answer(data).catch((error) => ({ error: String(error) })));
  };
  if ("onconnect" in globalThis) onconnect = ({ ports: [port] }) => serve(port);
  else serve(globalThis);
`;

const PAGE = `
  const talk = (port, message) =>
    new Promise((resolve, reject) => {
      port.onmessage = ({ data }) => resolve(data);
      port.postMessage(message);
    });
  const failing = (worker) =>
    new Promise((_, reject) => {
      worker.onerror = (event) => reject(new Error("the worker failed: " + (event.message ?? "it did not load")));
    });
  globalThis.askDedicated = (url, ...messages) => {
    const worker = new Worker(url, { type: "module" });
    const talks = (async () => {
      const answers = [];
      for (const message of messages) answers.push(await talk(worker, message));
      return answers;
    })();
    return Promise.race([talks, failing(worker)]).finally(() => worker.terminate());
  };
  globalThis.askShared = (url, message) => {
    const worker = new SharedWorker(url, { type: "module" });
    return Promise.race([talk(worker.port, message), failing(worker)]);
  };
`;

inEachEngine((session, row) => {
  /** @param {keyof typeof ENTRIES} entry */
  const begin = async (entry) => {
    const route = site.addRoute();
    const url = site.addPage({ script: ENTRIES[entry] + WORKER }).replace(".html", ".js");
    await session().open(site.url + site.addPage({ script: PAGE }));
    return { route, given: { url, endpoint: route.endpoint } };
  };

  /**
   * A test that both entries have to pass.
   *
   * @param {string} column
   * @param {string} name
   * @param {(begun: Awaited<ReturnType<typeof begin>>) => Promise<void>} body
   */
  const testInWorker = (column, name, body) =>
    test(`a ${column} ${name}`, async () => {
      await body(await begin("default"));
      await body(await begin("streaming"));
      recordCell({ group: "engine", row, version: session().version, column, result: "works" });
    });

  testInWorker("dedicated worker", "gets tokens, and renews them", async ({ route, given }) => {
    route.answer((_, number) => ({ json: { token: `token-${number}`, expires_in: number < 3 ? 600 : 2 } }));
    const answers = await session().run(({ url, endpoint }) => {
      const ask = { endpoint, organizationId: "org_1" };
      const another = { endpoint, organizationId: "org_2" };
      const renewal = { endpoint, organizationId: "org_3", isRenewal: true };
      return window.askDedicated(url, ask, ask, another, renewal);
    }, given);
    const hasDocument = false;
    assert.deepEqual(answers, [
      { token: "token-1", hasDocument, fetches: 1 },
      { token: "token-1", hasDocument, fetches: 1 },
      { token: "token-2", hasDocument, fetches: 2 },
      { token: "token-4", hasDocument, fetches: 4 },
    ]);
  });

  testInWorker("shared worker", "gives all its clients the same token", async ({ route, given }) => {
    const answers = await session().run(({ url, endpoint }) => {
      const ask = { endpoint, organizationId: "org_1" };
      return Promise.all([window.askShared(url, ask), window.askShared(url, ask)]);
    }, given);
    const answer = { token: "token-1", hasDocument: false, fetches: 1 };
    assert.deepEqual(answers, [answer, answer]);
    assert.equal(route.requests.length, 1);
  });
});
