import express from "express";
import { invalidRequest } from "../../refusal.js";
import { newIdentifier } from "../identifier.js";
import { bearerOf } from "./bearer.js";
import { found, takeOff } from "./found.js";

const INTENTS = ["sso", "domain_verification", "log_streams"];

/**
 * What AdminPortalSsoConnection, AdminPortalDomainVerification and AdminPortalAuditLogStreaming ask.
 *
 * @param {import("./tenants.js").Tenants} tenants
 */
export function adminPortalRoutes(tenants) {
  const router = express.Router();
  const tenantOf = (/** @type {import("express").Response} */ response) =>
    tenants.get(bearerOf(response).organizationId);

  router.get("/sso-connections", (_request, response) => {
    response.json(tenantOf(response).ssoConnections);
  });

  router.get("/organization-domains", (_request, response) => {
    response.json({ data: tenantOf(response).domains });
  });

  router.delete("/organization-domains/:domainId", (request, response) => {
    response.json(takeOff(tenantOf(response).domains, request.params.domainId));
  });

  router.post("/organization-domains/:domainId/reverify", (request, response) => {
    response.json(found(tenantOf(response).domains, request.params.domainId));
  });

  router.get("/audit-log-stream", (_request, response) => {
    response.json(tenantOf(response).auditLogStream);
  });

  router.post("/generate-link", (request, response) => {
    const intent = String(request.query.intent);
    if (!INTENTS.includes(intent)) throw invalidRequest(`intent must be one of ${INTENTS.join(", ")}`);
    const link = new URL(`${request.protocol}://${request.host}/admin-portal`);
    link.search = String(new URLSearchParams({ intent, apiToken: newIdentifier("portal") }));
    response.status(201).json({ link: link.href });
  });

  return router;
}

/**
 * What stands where the links lead.
 *
 * @param {import("express").Request} _request
 * @param {import("express").Response} response
 */
export function adminPortalPage(_request, response) {
  response.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  response.type("html").send("<!doctype html><title>Admin Portal</title><p>The Admin Portal would open here.</p>");
}
