/** The unbundled app, in a browser with an import map for the package. */

import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { installPackage } from "../../e2e/package/tarball.js";
import { recordCell } from "../cells.js";
import { serveFolder } from "../folder-server.js";
import { browserVersion, seeToken } from "../visit.js";

const APP = fileURLToPath(new URL("../app", import.meta.url));

const MAP = `<script type="importmap">
  {
    "imports": {
      "workos-widget-tokens": "/node_modules/workos-widget-tokens/dist/index.js",
      "workos-widget-tokens/streaming": "/node_modules/workos-widget-tokens/dist/streaming.js"
    }
  }
</script>`;

/** @type {Awaited<ReturnType<typeof serveFolder>>} */
let server;

before(async () => {
  const { project } = await installPackage();
  await cp(APP, project, { recursive: true });
  for (const entry of ["default", "streaming"]) {
    const page = path.join(project, entry, "index.html");
    const html = await readFile(page, "utf8");
    await writeFile(page, html.replace("</head>", `${MAP}</head>`));
  }
  server = await serveFolder(project);
});

after(() => server?.stop());

for (const entry of ["default", "streaming"]) {
  test(`the ${entry} entry works through an import map`, async () => {
    await seeToken(`${server.url}/${entry}/`);
    const version = await browserVersion();
    recordCell({ group: "no bundler", row: "import map", version, column: `${entry} entry`, result: "works" });
  });
}
