import { once } from "node:events";
import { createServer } from "node:http";

// Never another interface: the demo signs its visitors in unasked, so it is for this machine alone.
const HOST = "127.0.0.1";
const LAST_PORT = 65_535;

/**
 * @typedef {object} Listening
 * @property {string} url without a slash at the end
 * @property {number} port
 * @property {() => Promise<void>} stop closes at once, idle and stalled connections too
 */

/**
 * Serves an app on this machine.
 *
 * @param {import("express").Express} app
 * @param {{ port: number, orNextFree?: boolean }} options port 0 is any free one
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
