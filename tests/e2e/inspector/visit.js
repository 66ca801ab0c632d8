/** Tests of the inspector in a plain page, with an open shadow root. */

import { countPendingTimers } from "../demo/pending-timers.js";
import { makeJwt } from "../package/tokens.js";
import { testInPage } from "../package/visit.js";
import { openShadowRoots } from "./open-shadow-roots.js";

/** The script that these tests' pages start with. */
const SCRIPT = `
  import "/page.js";
  import { mountInspector } from "/pkg/inspector.js";
  Object.assign(globalThis, { mountInspector });
`;

/** Both in one script for the page. */
const PREPARE = new Function(`(${openShadowRoots})(); (${countPendingTimers})();`);

/**
 * @param {string} name
 * @param {import("../package/visit.js").VisitOptions} options
 * @param {(visit: any) => Promise<void>} body
 */
export function testInspector(name, options, body) {
  const before = /** @type {() => void} */ (PREPARE);
  testInPage(name, { before, script: SCRIPT, ...options }, async (visit) => {
    const { page, run } = visit;
    page.setDefaultTimeout(20_000);
    visit.route.answer(goodToken(() => (options.clock ? visit.now() : Date.now())));
    await body({
      ...visit,
      panel: page.locator("aside.panel"),
      launcher: page.locator("button.launcher"),
      rows: page.locator("li.key"),
      verdict: page.locator(".verdict"),
      log: page.locator("ol li"),
      fold: page.getByRole("button", { name: "Close the token inspector" }),
      /** Creates a manager and mounts the inspector, open by default. */
      mount: (/** @type {object} */ { scopes = ["sso", "dsync"], isOpen = true, ...managerOptions } = {}) =>
        run(
          async ({ endpoint, scopes, isOpen, managerOptions }) => {
            const tokens = createTokenManager({ endpoint, ...managerOptions });
            if (isOpen) sessionStorage.setItem("workos-widget-tokens:inspector", '{"isOpen":true}');
            const unmount = mountInspector(tokens);
            const sources = scopes.map((widgetScope) => tokens.source({ organizationId: "org_1", widgetScope }));
            const ends = sources.map((source) => source.subscribe(() => {}));
            Object.assign(globalThis, { tokens, unmount, sources, ends });
          },
          { scopes, isOpen, managerOptions },
        ),
    });
  });
}

/** A token without problems. @param {() => number} now */
export const goodToken =
  (now) =>
  (/** @type {any} */ { json }, /** @type {number} */ number) => {
    const iat = Math.floor(now() / 1000);
    const permissions = ["widgets:sso:manage", "widgets:dsync:manage"];
    const claims = { jti: `token-${number}`, org_id: json.organizationId, permissions, iat, exp: iat + 600 };
    // A token distinguished by its last characters, as by a signature.
    return { json: { token: `${makeJwt(claims)}${number}` }, headers: { Date: new Date(now()).toUTCString() } };
  };

/**
 * Waits until an element contains a text.
 *
 * @param {import("playwright-core").Locator} locator
 * @param {RegExp | string} words
 */
export const says = (locator, words) => locator.filter({ hasText: words }).first().waitFor();
