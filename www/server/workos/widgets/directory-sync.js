import express from "express";
import { bearerOf } from "./bearer.js";
import { found } from "./found.js";

/**
 * What DirectorySync asks.
 *
 * @param {import("./tenants.js").Tenants} tenants
 */
export function directorySyncRoutes(tenants) {
  const router = express.Router();
  const directoriesOf = (/** @type {import("express").Response} */ response) =>
    tenants.get(bearerOf(response).organizationId).directories;

  router.get("/directories", (request, response) => {
    const link = `${request.protocol}://${request.host}/admin-portal?intent=dsync`;
    response.json({ data: directoriesOf(response), link });
  });

  router.get("/directories/:directoryId", (request, response) => {
    response.json(found(directoriesOf(response), request.params.directoryId));
  });

  return router;
}
