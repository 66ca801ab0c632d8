import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { recordCell } from "../../consumers/cells.js";
import { blocksOf, blockWith } from "../../documents/documents.js";
import { testInPage } from "./visit.js";

const STRICT = `default-src 'none'; ${blockWith("docs/content-security-policy.md", "script-src").trim()}`;
const WITHOUT = "default-src 'none'; script-src 'self'; connect-src 'self'";

// The page's own script does everything, because code evaluated by a test is not subject to the
// policy.
const KEEP = `
  const result = await Promise.resolve().then(work).then(
    (token) => ({ token }),
    ({ name, code, message, cause }) => ({ name, code, message, cause: String(cause) }),
  );
  document.documentElement.dataset.result = JSON.stringify(result);
`;

/** @param {string} endpoint */
const withDefault = (endpoint) => `
  import { createTokenManager } from "/pkg/index.js";
  const key = { organizationId: "org_1", widgetScope: "sso" };
  const work = async () => createTokenManager({ endpoint: "${endpoint}" }).getToken(key);
  ${KEEP}
`;

/** @param {string} endpoint */
const withStreaming = (endpoint) => `
  import { init, createTokenManager } from "/pkg/streaming.js";
  const work = async () => {
    await init();
    return createTokenManager({ endpoint: "${endpoint}" }).getToken({ organizationId: "org_1", widgetScope: "sso" });
  };
  ${KEEP}
`;

/**
 * Waits without a script of the test's own, which the policy would block.
 *
 * @param {import("playwright-core").Page} page
 */
async function readResult(page) {
  const root = page.locator("html[data-result]");
  await root.waitFor({ state: "attached" });
  return JSON.parse((await root.getAttribute("data-result")) ?? "");
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} entry
 * @param {string} policy
 * @param {string} result
 */
function record(page, entry, policy, result) {
  const version = `Chromium ${page.context().browser()?.version()}`;
  recordCell({ group: "no bundler", row: `path, under \`${policy}\``, version, column: `${entry} entry`, result });
}

// The icon in the page is subject to the policy, too, and does not concern the module.
const troubles = /data:|favicon/;

for (const [entry, script] of Object.entries({ default: withDefault, streaming: withStreaming })) {
  const open = { troubles, script: "" };
  testInPage(
    `the ${entry} entry works under a strict policy with 'wasm-unsafe-eval'`,
    open,
    async ({ page, site, route }) => {
      const headers = { "Content-Security-Policy": STRICT };
      await page.goto(site.url + site.addPage({ script: script(route.endpoint), headers }));
      const result = await readResult(page);
      assert.deepEqual(result, { token: "token-1" });
      assert.equal(route.requests.length, 1);
      record(page, entry, STRICT, "works");
    },
  );

  // The browser logs what it has blocked.
  const refused = { troubles: /data:|favicon|WebAssembly/, script: "" };
  testInPage(`the ${entry} entry names the missing directive`, refused, async ({ page, site, route }) => {
    const headers = { "Content-Security-Policy": WITHOUT };
    await page.goto(site.url + site.addPage({ script: script(route.endpoint), headers }));
    const result = await readResult(page);
    assert.equal(result.name, "TokenError");
    assert.equal(result.code, "invalid_options");
    assert.match(result.message, /'wasm-unsafe-eval'/);
    assert.match(result.message, /script-src/);
    assert.match(result.cause, /CompileError/);
    assert.equal(route.requests.length, 0);
    record(page, entry, WITHOUT, "a `TokenError` names the directive");
  });
}

const [PLAIN, FOR_INLINE] = blocksOf("docs/content-security-policy.md")
  .map(({ code }) => code.trim())
  .filter((code) => code.startsWith("script-src"));
const NONCE = "bm9uY2Utb2YtYS10ZXN0";

/** The README's script for plain HTML, with its outcome recorded. */
const INLINE = blockWith("README.md", "streaming.js").replace(
  "</script>",
  `
  document.documentElement.dataset.result = JSON.stringify(
    await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" }),
  );
</script>`,
);

/**
 * Opens a page that contains the script, under a policy.
 *
 * @param {any} visit
 * @param {string} policy
 * @param {string} script
 */
async function openInline({ page, site, route }, policy, script) {
  await page.route("**/inline.html", (/** @type {any} */ its) =>
    its.fulfill({
      headers: { "Content-Type": "text/html", "Content-Security-Policy": `default-src 'none'; ${policy}` },
      body: `<!doctype html>${script}`,
    }),
  );
  await page.route("**/node_modules/workos-widget-tokens/dist/**", (/** @type {any} */ its) =>
    its.continue({ url: its.request().url().replace("/node_modules/workos-widget-tokens/dist/", "/pkg/") }),
  );
  await page.route("**/api/widget-token", (/** @type {any} */ its) => its.continue({ url: site.url + route.endpoint }));
  await page.goto(`${site.url}/inline.html`);
}

const inline = { troubles, script: "" };

testInPage("the documented line with a nonce lets the README's inline script run", inline, async (visit) => {
  const script = INLINE.replace("<script ", `<script nonce="${NONCE}" `);
  await openInline(visit, FOR_INLINE.replace("nonce-…", `nonce-${NONCE}`), script);
  assert.equal(await readResult(visit.page), "token-1");
});

testInPage("so does the script's hash instead of the nonce", inline, async (visit) => {
  const [, text] = /<script[^>]*>([\s\S]*)<\/script>/.exec(INLINE) ?? [];
  const hash = createHash("sha256").update(text).digest("base64");
  await openInline(visit, FOR_INLINE.replace("nonce-…", `sha256-${hash}`), INLINE);
  assert.equal(await readResult(visit.page), "token-1");
});

const blocked = { script: "", troubles: /Content Security Policy/ };

testInPage("the policy without either blocks it, as documented", blocked, async (visit) => {
  const said = visit.page.waitForEvent("console", (/** @type {any} */ message) => /inline/.test(message.text()));
  await openInline(visit, PLAIN, INLINE);
  assert.match((await said).text(), /Content Security Policy/);
  assert.equal(visit.route.requests.length, 0);
});
