// What a page downloads.

import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { dist } from "../../src/build/paths.js";
import { bundleApp } from "./bundles.js";

const USE = `
  const tokens = createTokenManager({ endpoint: "/api/widget-token" });
  document.title = await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
`;
const DEFAULT_APP = `import { createTokenManager } from "./index.js"; ${USE}`;
const TABS_APP = DEFAULT_APP.replace("./index.js", "./tabs.js");
const STREAMING_APP = `import { createTokenManager, init } from "./streaming.js"; await init(); ${USE}`;

const INSPECTOR = `import { mountInspector } from "./inspector.js"; mountInspector(globalThis.tokens);`;
const FETCH_APP = `
  import { authorizedFetch, isGraphqlRejection } from "./fetch.js";
  globalThis.app = (source) => authorizedFetch(source, { isRejected: isGraphqlRejection });
`;

/** The shipped files of this package: of the working tree's build, or of the one in another folder. */
export const SHIPPED = {
  /** The default entry, bundled by esbuild. */
  defaultEntry: (folder = dist) => bundleApp(DEFAULT_APP, folder),
  /** The same of the entry whose managers share tokens with other tabs. */
  tabsEntry: (folder = dist) => bundleApp(TABS_APP, folder),
  /** The JavaScript of the streaming entry, bundled. */
  streamingEntry: (folder = dist) => bundleApp(STREAMING_APP, folder),
  /** The inspector, bundled alone: an app that does not import it contains none of it. */
  inspector: (folder = dist) => bundleApp(INSPECTOR, folder),
  /** The entry for the app's own requests, bundled. */
  fetchEntry: (folder = dist) => bundleApp(FETCH_APP, folder),
  /** The module that the streaming entry loads. */
  module: async (folder = dist) => readFileSync(path.join(folder, "workos-widget-tokens.wasm")),
  /** The token route for a server, as in a Worker's bundle. */
  route: async (folder = dist) => readFileSync(path.join(folder, "route.js")),
};

/** @param {Buffer} content */
export const weigh = (content) => ({
  raw: content.length,
  gzip: gzipSync(content, { level: 9 }).length,
  brotli: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
});
