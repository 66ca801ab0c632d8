/** A plain HTML page with the packed package, in each engine. */

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

const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const WITHOUT = "default-src 'none'; script-src 'self'; connect-src 'self'";

/** How a page gets a token by each entry; the result is in `answer`. */
const SCRIPTS = {
  default: 'import { createTokenManager } from "/pkg/index.js"; const init = () => {};',
  streaming: 'import { createTokenManager, init } from "/pkg/streaming.js";',
};

/**
 * @param {keyof typeof SCRIPTS} entry
 * @param {string} endpoint
 */
const script = (entry, endpoint) => `
  ${SCRIPTS[entry]}
  async function ask() {
    await init();
    const tokens = createTokenManager({ endpoint: "${endpoint}" });
    return { token: await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" }) };
  }
  globalThis.answer = ask().catch(({ name, code, message, cause }) => ({ name, code, message, cause: String(cause) }));
`;

inEachEngine((session, row) => {
  for (const entry of /** @type {const} */ (["default", "streaming"])) {
    /** @param {Record<string, string>} [headers] of the page */
    const visit = async (headers) => {
      const route = site.addRoute();
      await session().open(site.url + site.addPage({ script: script(entry, route.endpoint), headers }));
      return { route, answer: await session().run(() => answer) };
    };

    test(`the ${entry} entry gets a token`, async () => {
      const { route, answer } = await visit();
      assert.deepEqual(answer, { token: "token-1" });
      assert.equal(route.requests.length, 1);
      const [{ method, headers, json }] = route.requests;
      assert.equal(method, "POST");
      assert.equal(headers["content-type"], "application/json");
      assert.equal(headers.accept, "application/json");
      assert.deepEqual(json, { organizationId: "org_1", widgetScope: "sso" });
      const { version } = session();
      recordCell({ group: "engine", row, version, column: `${entry} entry`, result: "works" });
    });

    test(`the ${entry} entry works under a strict policy with 'wasm-unsafe-eval'`, async () => {
      const { answer } = await visit({ "Content-Security-Policy": STRICT });
      assert.deepEqual(answer, { token: "token-1" });
    });

    test(`the ${entry} entry names the missing directive`, async () => {
      const { route, answer } = await visit({ "Content-Security-Policy": WITHOUT });
      assert.equal(answer.name, "TokenError", JSON.stringify(answer));
      assert.equal(answer.code, "invalid_options", JSON.stringify(answer));
      assert.match(answer.message, /script-src.*'wasm-unsafe-eval'/);
      assert.equal(route.requests.length, 0);
    });
  }
});
