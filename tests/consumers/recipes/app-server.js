/** The app's server: the token route of docs/route.md, the session, and the built files. */

import express from "express";
import { listen } from "../../../www/server/listen.js";
import { loadShownRoute } from "../../documents/shown-route.js";
import { SECRET, SESSION } from "./workos.js";

/**
 * @param {string} workosUrl
 * @param {string} folder the files to serve
 */
export async function startAppServer(workosUrl, folder) {
  const app = express();
  app.get("/api/session", (_request, response) => {
    response.json(SESSION);
  });
  const user = { workosId: SESSION.userId, organizationIds: SESSION.organizationIds };
  app.use(await loadShownRoute({ workosUrl, secret: SECRET, user }));
  app.use(express.static(folder));
  return listen(app, { port: 0 });
}
