/**
 * docs/migrating.md: the code before and the code after have the same result, and the code after sends fewer requests.
 */

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { blockWith } from "../documents/documents.js";
import { repository } from "./package/tarball.js";
import { testInPage } from "./package/visit.js";
import { bundle } from "./react/bundle.js";

const READS = 5;

/** @param {string} file */
const shown = (file) => blockWith("docs/migrating.md", `// ${file}\n`);

// Inside the repository, where React and TanStack Query are installed.
await mkdir(join(repository, "target"), { recursive: true });
const folder = await mkdtemp(join(repository, "target", "migrating-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

/** @param {Record<string, string>} files of which `page.jsx` is the page's script */
async function scriptOf(files) {
  const project = await mkdtemp(join(folder, "app-"));
  for (const [file, code] of Object.entries(files)) await writeFile(join(project, file), code);
  const entry = { entryPoints: [join(project, "page.jsx")], jsx: /** @type {const} */ ("automatic") };
  return bundle({ version: 19, mode: "production" }, "", entry);
}

const CALLS = `
  import "/page.js";
  import { getToken } from "./get-token.js";
  globalThis.getToken = getToken;`;

const COMPONENTS = `
  import "/page.js";
  import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
  import { createRoot } from "react-dom/client";
  import { useToken } from "./use-token.js";

  function Reader() {
    const { token, error } = useToken("org_1");
    return <output>{token ?? error?.message}</output>;
  }
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(<QueryClientProvider client={new QueryClient()}><Reader /><Reader /></QueryClientProvider>);`;

const FETCH_TOKEN = `
  import { getToken } from "./get-token.js";
  export const fetchToken = () => getToken();`;

const TOKENS = `
  import { createTokenManager } from "workos-widget-tokens";
  export const tokens = createTokenManager({ endpoint: "/api/widget-token" });`;

const calls = {
  before: await scriptOf({ "page.jsx": CALLS, "get-token.js": shown("get-token.js, before") }),
  after: await scriptOf({ "page.jsx": CALLS, "get-token.js": shown("get-token.js, after") }),
};

const components = {
  before: await scriptOf({
    "page.jsx": COMPONENTS,
    "use-token.js": shown("use-token.js, before"),
    "fetch-token.js": FETCH_TOKEN,
    "get-token.js": shown("get-token.js, before"),
  }),
  after: await scriptOf({ "page.jsx": COMPONENTS, "use-token.js": shown("use-token.js, after"), "tokens.js": TOKENS }),
};

/** The document's endpoint is this test's route, from the page's first request on. */
const toRoute = (/** @type {any} */ { context, site, route }) =>
  context.route("**/api/widget-token", (/** @type {any} */ its) => its.continue({ url: site.url + route.endpoint }));

for (const [when, requests] of /** @type {const} */ ([
  ["before", READS],
  ["after", 1],
])) {
  testInPage(
    `a hand-written fetch, ${when}: ${READS} reads, ${requests} requests`,
    { script: calls[when] },
    async (visit) => {
      await toRoute(visit);
      const read = await visit.run(({ READS }) => Promise.all(Array.from({ length: READS }, () => getToken())), {
        READS,
      });
      assert.equal(read.length, READS);
      assert.ok(read.every((token) => /^token-\d$/.test(token)));
      assert.equal(visit.route.requests.length, requests);
      assert.deepEqual(visit.route.requests[0].json, { organizationId: "org_1", widgetScope: "sso" });
    },
  );
}

for (const when of /** @type {const} */ (["before", "after"])) {
  testInPage(`TanStack Query, ${when}: two components show one token`, { script: "" }, async (visit) => {
    await toRoute(visit);
    const { page, site, route } = visit;
    await page.goto(site.url + site.addPage({ script: components[when] }));
    await page.waitForFunction(() => document.querySelectorAll("output:not(:empty)").length === 2);
    assert.deepEqual(await page.locator("output").allTextContents(), ["token-1", "token-1"]);
    assert.equal(route.requests.length, 1);
  });
}
