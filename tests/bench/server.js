// The one server of a run: its pages and scripts, and every contender's token route.

import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { dist } from "../../src/build/paths.js";
import { nowSeconds, unsignedJwt } from "./peers/jwt.js";

const LIFE_SECONDS = 600;

const PAGE = '<!doctype html><link rel="icon" href="data:,"><title>bench</title>';
const PAGE_SCRIPTS = fileURLToPath(new URL("page/", import.meta.url));

const TYPES = /** @type {Record<string, string>} */ ({
  "": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
});

/** @typedef {{ form: URLSearchParams, origin: string, count: number }} Request */

/** @type {Record<string, (request: Request) => object>} */
const TOKEN_ROUTES = {
  "/api/widget-token": ({ count }) => ({
    token: `widget_${count}`,
    expires_at: new Date((nowSeconds() + LIFE_SECONDS) * 1_000).toISOString(),
  }),
  "/user_management/authenticate": ({ count }) => ({
    user: { object: "user", id: "user", email: "user@example.com" },
    access_token: accessJwt(count),
    refresh_token: `refresh_${count}`,
    authentication_method: "Password",
  }),
  "/oidc/token": ({ count }) => ({
    access_token: `access_${count}`,
    refresh_token: `refresh_${count}`,
    expires_in: LIFE_SECONDS,
    token_type: "Bearer",
    scope: "openid",
  }),
  "/supabase/token": ({ count }) => ({
    access_token: accessJwt(count),
    refresh_token: `refresh_${count}`,
    expires_in: LIFE_SECONDS,
    expires_at: nowSeconds() + LIFE_SECONDS,
    token_type: "bearer",
    user: { id: "user", aud: "authenticated", email: "user@example.com" },
  }),
  "/oauth/token": ({ count, form, origin }) => ({
    access_token: `access_${count}`,
    refresh_token: `refresh_${count}`,
    id_token: unsignedJwt({
      iss: `${origin}/`,
      sub: "user",
      aud: form.get("client_id"),
      iat: nowSeconds(),
      exp: nowSeconds() + LIFE_SECONDS,
    }),
    expires_in: LIFE_SECONDS,
    token_type: "Bearer",
    scope: "openid profile email offline_access",
  }),
};

/** @param {number} count */
const accessJwt = (count) =>
  unsignedJwt({ iat: nowSeconds(), exp: nowSeconds() + LIFE_SECONDS, sub: "user", sid: "session", jti: `${count}` });

/**
 * @param {ReadonlyMap<string, string>} bundles scripts, by path
 * @param {string | undefined} baseline the folder of its build
 */
export async function serve(bundles, baseline) {
  const files = new Map(
    /** @type {[string, string | Buffer][]} */ ([
      ["/", PAGE],
      ...bundles,
      ...filesOf(dist, "/dist/"),
      ...(baseline ? filesOf(baseline, "/baseline/") : []),
      ...filesOf(PAGE_SCRIPTS, "/page/"),
    ]),
  );
  let count = 0;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(String(request.url), "http://localhost");
    const origin = `http://${request.headers.host}`;
    // Isolated, a page may read its clock to 5 µs.
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    const answer = TOKEN_ROUTES[pathname];
    if (answer) {
      let body = "";
      for await (const chunk of request) body += chunk;
      count++;
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify(answer({ count, origin, form: new URLSearchParams(body) })));
      return;
    }
    const file = files.get(pathname);
    if (file === undefined) return response.writeHead(404).end();
    response.setHeader("Content-Type", TYPES[path.extname(pathname)] ?? "text/plain");
    response.end(file);
  });
  await /** @type {Promise<void>} */ (new Promise((resolve) => server.listen(0, "127.0.0.1", resolve)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    /** How many requests for tokens there have been. */
    requests: () => count,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * All read at the start, so that every row uses the same build, even if another is made meanwhile.
 *
 * @param {string} folder
 * @param {string} prefix of their paths
 * @returns {[string, Buffer][]}
 */
const filesOf = (folder, prefix) =>
  readdirSync(folder).map((file) => [`${prefix}${file}`, readFileSync(path.join(folder, file))]);
