/** The token route of docs/route.md, as it stands there. */

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";
import { blockWith } from "./documents.js";

/**
 * Loads the route; where WorkOS is and who is signed in are the test's.
 *
 * @param {object} options
 * @param {string} options.workosUrl
 * @param {string} options.secret the API key
 * @param {{ workosId: string, organizationIds: string[] }} options.user who is signed in
 * @param {string} [options.cookie] whose sender is signed in; without it, everybody is
 * @returns {Promise<import("express").Express>}
 */
export async function loadShownRoute({ workosUrl, secret, user, cookie = "" }) {
  const { hostname, port } = new URL(workosUrl);
  const address = `apiHostname: "${hostname}", port: ${port}, https: false`;
  const shown = blockWith("docs/route.md", "// server.js");
  const code = shown.replace("{ maxRetries: 0 }", `{ maxRetries: 0, ${address} }`);
  if (code === shown) throw new Error("the route of docs/route.md has no { maxRetries: 0 }");
  // Below the repository, where its imports are found; a file for each process that loads it.
  const file = path.join(root, `target/shown-route/${process.pid}.mjs`);
  mkdirSync(path.dirname(file), { recursive: true });
  const signedInUser = `const signedInUser = async ({ headers }) =>
    (headers.cookie ?? "").includes(${JSON.stringify(cookie)}) ? ${JSON.stringify(user)} : undefined;`;
  writeFileSync(file, `${signedInUser}\n${code}`);
  process.env.WORKOS_API_KEY = secret;
  const { app } = await import(file);
  delete process.env.WORKOS_API_KEY;
  return app;
}
