import express from "express";
import { ago, days } from "./ago.js";

/**
 * What Pipes and PipesAdmin ask: a list to look at. Nothing can be connected here.
 *
 * @param {import("../../clock.js").Clock} clock
 */
export function dataIntegrationRoutes(clock) {
  const router = express.Router();

  router.get("/mine", (_request, response) => {
    const nowMs = clock.now();
    response.json({ data: [integration("github", "GitHub", nowMs), integration("slack", "Slack", nowMs)] });
  });

  router.get(["/shared-connections", "/configurations", "/organization"], (_request, response) => {
    response.json({ data: [] });
  });

  return router;
}

/**
 * `GET /settings`, of the environment, for the words in Pipes' dialogs.
 *
 * @param {import("express").Request} request
 * @param {import("express").Response} response
 */
export function settingsRoute(request, response) {
  /** @type {import("./shapes.js").SettingsResponse} */
  const settings = { object: "settings", authkitOrigin: `${request.protocol}://${request.host}`, teamName: "The demo" };
  response.json(settings);
}

/**
 * @param {string} slug
 * @param {string} name
 * @param {number} nowMs
 * @returns {import("./shapes.js").DataIntegrationWithConnections}
 */
function integration(slug, name, nowMs) {
  return {
    object: "data_integration",
    id: `data_integration_${slug}`,
    name,
    description: null,
    slug,
    integrationType: slug,
    ownership: "userland_user",
    credentialsType: "shared",
    scopes: [],
    createdAt: ago(nowMs, days(60)),
    updatedAt: ago(nowMs, days(60)),
    installation: null,
    configFields: [],
    config: {},
    authMethods: ["oauth"],
    connected_accounts: [],
  };
}
