/** The server of the app: the README's token route, the session, and the built files. */

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import express from "express";
import { root } from "../../../src/build/paths.js";
import { listen } from "../../../www/server/listen.js";
import { blockOf } from "./document.js";
import { SECRET, SESSION } from "./workos.js";

/**
 * @param {string} workosUrl
 * @param {string} folder what is served
 */
export async function startAppServer(workosUrl, folder) {
  const app = express();
  app.get("/api/session", (_request, response) => {
    response.json(SESSION);
  });
  app.use(await tokenRoute(workosUrl));
  app.use(express.static(folder));
  return listen(app, { port: 0 });
}

/**
 * As the README has it, but for where WorkOS is and who is signed in.
 *
 * @param {string} workosUrl
 */
async function tokenRoute(workosUrl) {
  const { hostname, port } = new URL(workosUrl);
  const here = `apiHostname: "${hostname}", port: ${port}, https: false`;
  const code = blockOf("README.md", "// server.js").replace("{ maxRetries: 0 }", `{ maxRetries: 0, ${here} }`);
  if (!code.includes(here)) throw new Error("the README's route has no { maxRetries: 0 }");
  const user = { workosId: SESSION.userId, organizationIds: SESSION.organizationIds };
  const file = path.join(root, "target/recipes/server.mjs");
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `const signedInUser = async () => (${JSON.stringify(user)});\n${code}`);
  process.env.WORKOS_API_KEY = SECRET;
  const { app } = await import(file);
  delete process.env.WORKOS_API_KEY;
  return app;
}
