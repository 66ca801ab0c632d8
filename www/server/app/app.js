import express from "express";
import { dateHeader } from "../clock.js";
import { faultGate } from "../faults/gate.js";
import { oauthErrorBody, Refusal, refusalForPlumbing, sendRefusal } from "../refusal.js";
import { demoControls } from "./demo-controls.js";
import { localOnly } from "./local-only.js";
import { organizationsRoute } from "./organizations-route.js";
import { pages } from "./pages.js";
import { seedExampleRoute } from "./seed-example-route.js";
import { seedTokenRoute } from "./seed-route.js";
import { sessionCookie, sessionRoutes } from "./session.js";
import { widgetTokenRoute } from "./token-route.js";
import { widgetsApiRoute } from "./widgets-api-route.js";

/**
 * What there is only where the stand-in takes WorkOS's place.
 *
 * @typedef {object} StandIn
 * @property {import("../workos/workos.js").Workos} workos
 * @property {import("../faults/board.js").Faults} faults
 * @property {import("./seed-client.js").RequestSeedToken} requestSeedToken
 * @property {ReturnType<typeof import("../resettable-limiter.js").resettableLimiter>} limiter
 */

/**
 * The app whose pages show widgets.
 *
 * @param {object} options
 * @param {import("../clock.js").Clock} options.clock
 * @param {import("./users.js").Users} options.users
 * @param {import("@workos-inc/node").WorkOS} options.workosClient
 * @param {StandIn | null} options.standIn null with the real WorkOS
 * @param {string} options.pagesDir
 * @param {string} options.distDir
 * @param {string} options.demoDistDir
 * @param {string} options.workosUrl where the browser finds WorkOS
 */
export function createApp({ clock, users, workosClient, standIn, pagesDir, distDir, demoDistDir, workosUrl }) {
  const app = express();
  app.disable("x-powered-by").disable("etag"); // An ETag would be a hash of the token.
  app.locals.users = users;
  app.use(dateHeader(clock), localOnly, sessionCookie(), express.json());

  app.use(sessionRoutes());
  if (standIn) {
    const { faults, requestSeedToken } = standIn;
    app.use("/api", faultGate({ faults, at: "app", clock, errorBody: (_, r) => oauthErrorBody(r) }));
    app.post("/api/seed/widget-token", seedTokenRoute(requestSeedToken));
    app.post("/api/seed-example/widget-token", seedExampleRoute(requestSeedToken));
    app.use("/demo", demoControls({ ...standIn, clock }));
  }
  app.post("/api/widget-token", widgetTokenRoute(workosClient, standIn?.limiter));
  app.get("/demo/organizations", organizationsRoute(offerOf(standIn)));
  app.get("/demo/widgets-api", widgetsApiRoute(workosUrl));
  app.use(pages({ pagesDir, distDir, demoDistDir, workosUrl }));

  app.use(() => {
    throw new Refusal(404, "not_found", "There is nothing at this path.");
  });
  app.use(refuse);
  return app;
}

/** @param {StandIn | null} standIn */
function offerOf(standIn) {
  const seedRoutes = ["/api/seed/widget-token", "/api/seed-example/widget-token"];
  return {
    tokenRoutes: ["/api/widget-token", ...(standIn ? seedRoutes : [])],
    hasControls: standIn !== null,
  };
}

/**
 * @param {unknown} error
 * @param {import("express").Request} _request
 * @param {import("express").Response} response
 * @param {import("express").NextFunction} _next
 */
function refuse(error, _request, response, _next) {
  sendRefusal(response, refusalForPlumbing(error), oauthErrorBody);
}
