/** The inspector in each engine, under a strict policy: what it shows, and its controls. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSite } from "../../e2e/package/site.js";
import { makeJwt } from "../../e2e/package/tokens.js";
import { inEachEngine } from "./each-engine.js";

/** @type {Awaited<ReturnType<typeof startSite>>} */
let site;
before(async () => {
  site = await startSite();
});
after(() => site.close());

const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/**
 * The page opens the closed shadow root that was created last. In some engines a driver's scripts run in a
 * separate context, so everything that uses the root is here.
 *
 * @param {string} endpoint
 */
const script = (endpoint) => `
  import { createTokenManager } from "/pkg/index.js";
  import { mountInspector } from "/pkg/inspector.js";
  const violations = [];
  addEventListener("securitypolicyviolation", ({ violatedDirective }) => violations.push(violatedDirective));
  const troubles = [];
  addEventListener("error", ({ message }) => troubles.push(message));
  addEventListener("unhandledrejection", ({ reason }) => troubles.push("unhandled: " + reason));
  const { attachShadow } = Element.prototype;
  let root;
  Element.prototype.attachShadow = function (options) { return (root = attachShadow.call(this, options)); };
  sessionStorage.clear();

  const tokens = createTokenManager({ endpoint: "${endpoint}" });
  const sso = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
  sso.subscribe(() => {});
  const unmount = mountInspector(tokens);
  const find = (selector) => root.querySelector(selector);
  const until = async (isThere) => {
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const says = (selector, words) => until(() => find(selector)?.textContent.includes(words));
  const press = (target, key) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const button = (words) => [...root.querySelectorAll("button")].find(({ textContent }) => textContent === words);

  const steps = {
    async opens() {
      const launcher = find(".launcher");
      const closed = document.querySelector("workos-widget-tokens-inspector").shadowRoot === null;
      launcher.click();
      await says(".verdict", "The token is valid.");
      await until(() => find(".layer .bar"));
      const panel = find(".panel");
      const { left, width } = find(".layer .bar").getBoundingClientRect();
      const now = find(".now").getBoundingClientRect().left;
      return {
        closed,
        position: getComputedStyle(panel).position,
        width: panel.getBoundingClientRect().width,
        font: getComputedStyle(panel).fontSize,
        launcher: getComputedStyle(launcher).display,
        // It begins left of the line for now, and ends right of it.
        isPlaced: left <= now + 2 && left + width > now,
        mark: getComputedStyle(find(".layer .mark.due")).position,
        violations: violations.filter((directive) => directive !== "img-src"),
      };
    },
    async acts() {
      find(".head").click();
      const before = sso.peek().token;
      button("Fetch a new token").click();
      await until(() => sso.peek().token !== before);
      await until(() => find(".bar.replaced"));
      button("Invalidate the token").click();
      await until(() => find(".bar.dropped"));
      await says("ol", "The token was rejected.");
      await says(".verdict", "The token is valid.");
      return { isExpanded: find(".head").getAttribute("aria-expanded"), holdsToken: root.innerHTML.includes(before) };
    },
    async movesAndFolds() {
      const panel = find(".panel");
      const place = () => { const { x, y } = panel.getBoundingClientRect(); return { x, y }; };
      const first = place();
      press(find(".handle"), "ArrowLeft");
      press(find(".handle"), "ArrowUp");
      const second = place();
      press(panel, "Escape");
      return {
        moved: [second.x - first.x, second.y - first.y],
        isFolded: panel.hidden && getComputedStyle(panel).display === "none",
        hasFocus: root.activeElement === find(".launcher"),
        stored: JSON.parse(sessionStorage.getItem("workos-widget-tokens:inspector")),
      };
    },
    async ends() {
      unmount();
      return { hosts: document.querySelectorAll("workos-widget-tokens-inspector").length, troubles };
    },
  };
  addEventListener("step", async ({ detail }) => {
    document.documentElement.dataset[detail] = JSON.stringify(await steps[detail]().catch((error) => ({ error: String(error) })));
  });
`;

inEachEngine((session) => {
  test("the inspector updates, acts, moves, closes and unmounts under a strict policy", {
    timeout: 120_000,
  }, async () => {
    const route = site.addRoute();
    route.answer((/** @type {unknown} */ _request, /** @type {number} */ number) => {
      const iat = Math.floor(Date.now() / 1000);
      const claims = { org_id: "org_1", permissions: ["widgets:sso:manage"], iat, exp: iat + 600 };
      return { json: { token: `${makeJwt({ ...claims, jti: `token-${number}` })}${number}` } };
    });
    const headers = { "Content-Security-Policy": STRICT };
    await session().open(site.url + site.addPage({ script: script(route.endpoint), headers }));
    const step = (/** @type {string} */ name) =>
      session().run(async (name) => {
        const { dataset } = document.documentElement;
        dispatchEvent(new CustomEvent("step", { detail: name }));
        while (!dataset[name]) await new Promise((resolve) => setTimeout(resolve, 20));
        return JSON.parse(dataset[name]);
      }, name);

    assert.deepEqual(await step("opens"), {
      closed: true,
      position: "fixed",
      width: 720,
      font: "14px",
      launcher: "none",
      isPlaced: true,
      mark: "absolute",
      violations: [],
    });
    assert.deepEqual(await step("acts"), { isExpanded: "true", holdsToken: false });
    const { stored, ...moved } = await step("movesAndFolds");
    assert.deepEqual(moved, { moved: [-16, -16], isFolded: true, hasFocus: true });
    assert.equal(stored.isOpen, false);
    assert.deepEqual(await step("ends"), { hosts: 0, troubles: [] });
  });
});
