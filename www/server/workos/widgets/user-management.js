import express from "express";
import { invalidRequest } from "../../refusal.js";
import { newIdentifier } from "../identifier.js";
import { organizationsOf } from "../people.js";
import { ago } from "./ago.js";
import { bearerOf } from "./bearer.js";
import { found, takeOff } from "./found.js";
import { ROLES } from "./tenants.js";

/**
 * What UsersManagement and OrganizationSwitcher ask.
 *
 * @param {{ tenants: import("./tenants.js").Tenants, clock: import("../../clock.js").Clock }} options
 */
export function userManagementRoutes({ tenants, clock }) {
  const router = express.Router();
  const membersOf = (/** @type {import("express").Response} */ response) =>
    tenants.get(bearerOf(response).organizationId).members;

  router.get("/organizations", (_request, response) => {
    const { organizationId, userId } = bearerOf(response);
    /** @type {import("./shapes.js").OrganizationInfo[]} */
    const data = organizationsOf(userId).map(({ id, name }) => ({ id, name, current: id === organizationId }));
    response.json({ data });
  });

  router.get("/roles", (_request, response) => {
    response.json(ROLES);
  });

  router.get("/roles-and-config", (_request, response) => {
    response.json({ roles: ROLES, multipleRolesEnabled: false });
  });

  router.get("/members", (request, response) => {
    const { userId } = bearerOf(response);
    const data = membersOf(response)
      .filter((member) => matches(member, request.query))
      .map((member) => ({ ...member, isLoggedInUser: member.id === userId || null }));
    response.json({ data, list_metadata: { before: null, after: null } });
  });

  router.post("/members/:userId", (request, response) => {
    const member = found(membersOf(response), request.params.userId);
    member.roles = parseRoles(request.body);
    response.json({ id: member.id, success: true });
  });

  router.delete("/members/:userId", (request, response) => {
    const { id } = takeOff(membersOf(response), request.params.userId);
    response.json({ id, success: true });
  });

  router.post("/invite-user", (request, response) => {
    const { email, firstName, lastName } = request.body ?? {};
    if (typeof email !== "string" || !email.includes("@")) throw invalidRequest("email must be an address");
    membersOf(response).push({
      id: newIdentifier("invitation"),
      email,
      emailVerified: false,
      firstName,
      lastName,
      createdAt: ago(clock.now(), 0),
      status: "Invited",
      actions: ["resend-invite", "revoke-invite"],
      roles: parseRoles(request.body),
    });
    response.status(201).json({ success: true });
  });

  router.post("/invites/:userId/resend", (request, response) => {
    const { id } = found(membersOf(response), request.params.userId);
    response.status(201).json({ id, success: true });
  });

  router.delete("/invites/:userId", (request, response) => {
    const member = found(membersOf(response), request.params.userId);
    Object.assign(member, { status: "InviteRevoked", actions: ["resend-invite"] });
    response.json({ id: member.id, success: true });
  });

  return router;
}

/**
 * @param {import("./shapes.js").Member} member
 * @param {import("express").Request["query"]} query
 */
function matches({ firstName, lastName, email, roles }, { search = "", role }) {
  if (role !== undefined && !roles?.some(({ slug }) => slug === role)) return false;
  return [firstName, lastName, email].join(" ").toLowerCase().includes(String(search).toLowerCase());
}

/** @param {unknown} body */
function parseRoles(body) {
  const { roles } = /** @type {Record<string, unknown>} */ (body ?? {});
  const chosen = ROLES.filter(({ slug }) => Array.isArray(roles) && roles.includes(slug));
  return chosen.length > 0 ? chosen : ROLES.filter((role) => role.default);
}
