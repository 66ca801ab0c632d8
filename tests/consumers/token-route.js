/** A token route on its own origin, so that it is the same for every server of an app. */

import { createServer } from "node:http";
import { createRoute } from "../e2e/package/route.js";

const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "Content-Type",
  "Access-Control-Expose-Headers": "Date, Retry-After",
};

export async function startTokenRoute() {
  const route = createRoute("/api/widget-token");
  route.answer((_, number) => ({ headers: CORS, json: { token: `token-${number}`, expires_in: 600 } }));
  const server = createServer((request, response) => {
    if (request.method === "OPTIONS") response.writeHead(204, CORS).end();
    else route.handle(request, response);
  });
  await /** @type {Promise<void>} */ (new Promise((resolve) => server.listen(0, "127.0.0.1", resolve)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    endpoint: `http://127.0.0.1:${port}${route.endpoint}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
