/** The token routes in the documents, unchanged. */

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";
import { blockWith } from "./documents.js";

/**
 * Where each is documented, and how the test replaces the address of WorkOS.
 *
 * @type {Record<"by hand" | "by the package",
 *   { block: () => string, seam: string, replacement: (workos: URL) => string }>}
 */
const ROUTES = {
  "by hand": {
    block: () => blockWith("docs/route.md", "// server.js"),
    seam: "{ maxRetries: 0 }",
    replacement: ({ hostname, port }) => `{ maxRetries: 0, apiHostname: "${hostname}", port: ${port}, https: false }`,
  },
  "by the package": {
    block: () => `
      import express from "express";
      import { toNodeHandler } from "workos-widget-tokens/route";
      ${blockWith("README.md", "createTokenRoute(")}
      export const app = express().post("/api/widget-token", toNodeHandler(POST));`,
    seam: "createTokenRoute({",
    replacement: ({ origin }) => `createTokenRoute({ apiUrl: "${origin}",`,
  },
};

let loaded = 0;

/**
 * Loads a route; the test supplies WorkOS's address and the signed-in user.
 *
 * @param {object} options
 * @param {"by hand" | "by the package"} [options.written]
 * @param {string} options.workosUrl
 * @param {string} options.secret the API key
 * @param {{ workosId: string, organizationIds: string[] }} options.user the signed-in user
 * @param {string} [options.cookie] required for a session; without it, every request is signed in
 * @returns {Promise<import("express").Express>}
 */
export async function loadShownRoute({ written = "by hand", workosUrl, secret, user, cookie = "" }) {
  const { block, seam, replacement } = ROUTES[written];
  const shown = block();
  const code = shown.replace(seam, replacement(new URL(workosUrl)));
  if (code === shown) throw new Error(`the route ${written} has no ${seam}`);
  // Inside the repository, where its imports resolve; a new file for each load.
  const file = path.join(root, `target/shown-route/${process.pid}-${++loaded}.mjs`);
  mkdirSync(path.dirname(file), { recursive: true });
  const found = JSON.stringify({ ...user, userId: user.workosId });
  // Of Express, and of the web's standard.
  const signedInUser = `const signedInUser = async ({ headers }) =>
    (headers.cookie ?? headers.get?.("cookie") ?? "").includes(${JSON.stringify(cookie)}) ? ${found} : null;`;
  writeFileSync(file, `${signedInUser}\n${code}`);
  // Read with the first request.
  process.env.WORKOS_API_KEY = secret;
  const { app } = await import(file);
  return app;
}
