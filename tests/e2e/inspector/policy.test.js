/** The inspector under a strict Content-Security-Policy: none of its styles needs an exception. */

import assert from "node:assert/strict";
import { testInPage } from "../package/visit.js";
import { goodToken } from "./visit.js";

const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** @param {string} endpoint */
const script = (endpoint) => `
  import { createTokenManager } from "/pkg/index.js";
  import { mountInspector } from "/pkg/inspector.js";
  const violations = [];
  addEventListener("securitypolicyviolation", ({ violatedDirective }) => violations.push(violatedDirective));
  const { attachShadow } = Element.prototype;
  let root;
  Element.prototype.attachShadow = function (options) { return (root = attachShadow.call(this, options)); };
  sessionStorage.setItem("workos-widget-tokens:inspector", '{"isOpen":true}');
  const tokens = createTokenManager({ endpoint: "${endpoint}" });
  mountInspector(tokens);
  await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
  await new Promise((resolve) => { const look = () => root.querySelector(".layer .bar") ? resolve() : requestAnimationFrame(look); look(); });
  const panel = root.querySelector(".panel");
  const bar = root.querySelector(".layer .bar");
  const result = {
    width: panel.getBoundingClientRect().width,
    position: getComputedStyle(panel).position,
    // Below "now", and as wide as its share of the track.
    isPlaced: bar.getBoundingClientRect().width / bar.parentElement.getBoundingClientRect().width > 0.3,
    styles: root.adoptedStyleSheets.length,
    violations,
  };
  document.documentElement.dataset.result = JSON.stringify(result);
`;

testInPage(
  "looks the same under a strict policy, without violations",
  { troubles: /data:|favicon/, script: "" },
  async ({ page, site, route }) => {
    route.answer(goodToken(Date.now));
    const headers = { "Content-Security-Policy": STRICT };
    await page.goto(site.url + site.addPage({ script: script(route.endpoint), headers }));
    const root = page.locator("html[data-result]");
    await root.waitFor({ state: "attached" });
    const result = JSON.parse((await root.getAttribute("data-result")) ?? "");
    // The icon in the page is subject to the policy, too.
    const violations = result.violations.filter((/** @type {string} */ directive) => directive !== "img-src");
    assert.deepEqual(
      { ...result, violations },
      { width: 720, position: "fixed", isPlaced: true, styles: 1, violations: [] },
    );
  },
);
