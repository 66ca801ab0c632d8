/** A web site on this machine: plain pages, the installed package under /pkg/, token routes. */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRoute } from "./route.js";
import { installPackage } from "./tarball.js";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html; charset=utf-8" };

/**
 * Starts the site on a free port.
 */
export async function startSite() {
  const { folder } = await installPackage();
  /** @type {Map<string, { headers?: Record<string, string>, body: string }>} */
  const files = new Map();
  /** @type {Map<string, ReturnType<typeof createRoute>>} */
  const routes = new Map();
  /** @type {string[]} */
  const loaded = [];
  let count = 0;

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    const route = routes.get(pathname);
    if (route) return route.handle(request, response);
    loaded.push(pathname);
    const file = files.get(pathname);
    const body = file?.body ?? (await readFile(locate(folder, pathname)).catch(() => undefined));
    const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(pathname))] ?? "text/plain";
    // A browser repeats a request by itself if the connection was used before and is closed.
    const headers = { "Content-Type": type, Connection: "close", ...file?.headers };
    response.writeHead(body === undefined ? 404 : 200, headers);
    response.end(body);
  });
  await /** @type {Promise<void>} */ (new Promise((resolve) => server.listen(0, "127.0.0.1", resolve)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

  return {
    url: `http://127.0.0.1:${port}`,
    /** The requested paths, except those of token routes. */
    loaded,

    /** A token route of one test's own, or a route of another kind, in place of the previous test's. */
    addRoute(path = `/api/${++count}/widget-token`) {
      const route = createRoute(path);
      routes.set(path, route);
      return route;
    },

    /**
     * A plain HTML page with one module script, which sets the global `ready` at its end.
     *
     * @param {{ script?: string, headers?: Record<string, string> }} page
     * @returns {string} its path
     */
    addPage({ script = 'import "/page.js";', headers }) {
      const name = `/pages/${++count}`;
      files.set(`${name}.js`, { body: `${script}\nglobalThis.ready = true;\n` });
      const head = '<!doctype html><title>Widgets</title><link rel="icon" href="data:,">';
      const body = `${head}<script type="module" src="${name}.js"></script>`;
      files.set(`${name}.html`, { headers, body });
      return `${name}.html`;
    },

    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * @param {string} folder of the installed package
 * @param {string} pathname
 */
function locate(folder, pathname) {
  if (pathname.startsWith("/pkg/")) return join(folder, "dist", pathname.slice(5));
  return fileURLToPath(new URL(`.${pathname}`, import.meta.url));
}
