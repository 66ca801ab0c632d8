import { once } from "node:events";
import { createServer } from "node:http";

// Never another interface: the demo signs visitors in automatically, so it must not leave this
// machine.
const HOST = "127.0.0.1";
const LAST_PORT = 65_535;

/**
 * @typedef {object} Listening
 * @property {string} url without a slash at the end
 * @property {number} port
 * @property {() => Promise<void>} stop closes all connections at once, including idle and stalled
 * ones
 */

/**
 * Serves an app on this machine.
 *
 * @param {import("express").Express} app
 * @param {{ port: number, orNextFree?: boolean }} options port 0 means any free port
 * @returns {Promise<Listening>}
 */
export async function listen(app, { port, orNextFree = false }) {
  const server = createServer(app);
  await bind(server, port, orNextFree);
  const bound = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
  return {
    url: `http://${HOST}:${bound}`,
    port: bound,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import("node:http").Server} server
 * @param {number} port
 * @param {boolean} orNextFree
 */
async function bind(server, port, orNextFree) {
  try {
    server.listen(port, HOST);
    await once(server, "listening");
  } catch (error) {
    const taken = /** @type {NodeJS.ErrnoException} */ (error).code === "EADDRINUSE";
    if (!taken || !orNextFree || port >= LAST_PORT) throw error;
    await bind(server, port + 1, orNextFree);
  }
}
