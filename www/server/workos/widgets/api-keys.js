import express from "express";
import { invalidRequest } from "../../refusal.js";
import { newIdentifier } from "../identifier.js";
import { ago } from "./ago.js";
import { bearerOf } from "./bearer.js";
import { found, takeOff } from "./found.js";

/** @type {import("./shapes.js").ListOrganizationApiKeyPermission[]} */
const PERMISSIONS = [
  permission("projects:read", "Read projects"),
  permission("projects:write", "Change projects"),
  permission("reports:read", "Read reports"),
];

/**
 * What ApiKeys asks.
 *
 * @param {{ tenants: import("./tenants.js").Tenants, clock: import("../../clock.js").Clock }} options
 */
export function apiKeyRoutes({ tenants, clock }) {
  const router = express.Router();
  const keysOf = (/** @type {import("express").Response} */ response) =>
    tenants.get(bearerOf(response).organizationId).apiKeys;

  router.get("/permissions", (_request, response) => {
    response.json({ data: PERMISSIONS, list_metadata: {} });
  });

  router.get("/organization-api-keys", (request, response) => {
    const search = String(request.query.search ?? "").toLowerCase();
    const data = keysOf(response).filter(({ name }) => name.toLowerCase().includes(search));
    response.json({ data, list_metadata: {} });
  });

  router.post("/organization-api-keys", (request, response) => {
    const { name, permissions, expiresAt = null } = request.body ?? {};
    if (typeof name !== "string" || name === "") throw invalidRequest("name is required");
    const value = newIdentifier("sk_shown_once");
    const key = {
      id: newIdentifier("api_key"),
      name,
      obfuscatedValue: `sk_…${value.slice(-4)}`,
      createdAt: ago(clock.now(), 0),
      lastUsedAt: null,
      expiresAt,
      permissions: Array.isArray(permissions) ? permissions : [],
    };
    keysOf(response).unshift(key);
    response.status(201).json({ ...key, value });
  });

  router.delete("/:apiKeyId", (request, response) => {
    takeOff(keysOf(response), request.params.apiKeyId);
    response.json({ success: true });
  });

  router.post("/:apiKeyId/expire", (request, response) => {
    const key = found(keysOf(response), request.params.apiKeyId);
    key.expiresAt = request.body?.expiresAt ?? ago(clock.now(), 0);
    response.json(key);
  });

  return router;
}

/**
 * @param {string} slug
 * @param {string} name
 */
function permission(slug, name) {
  return { id: `perm_${slug.replace(":", "_")}`, slug, name, description: null };
}
