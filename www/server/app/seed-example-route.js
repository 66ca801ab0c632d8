import { requireMembership, requireUser } from "./access.js";
import { parseOrganizationId } from "./token-request.js";

/**
 * `POST /api/seed-example/widget-token`: answers as the seed's Express example does, with a bare
 * `{token}`: opaque, and no word of when it expires. The example lets anybody ask; this does not.
 *
 * @param {import("./seed-client.js").RequestSeedToken} requestSeedToken
 * @returns {import("express").RequestHandler}
 */
export function seedExampleRoute(requestSeedToken) {
  return async (request, response) => {
    response.set("Cache-Control", "no-store");

    const user = requireUser(request);
    const organizationId = parseOrganizationId(request.body);
    requireMembership(user, organizationId);

    try {
      const reply = await requestSeedToken({
        organization_id: organizationId,
        widget_scope: "sso",
      });
      if (reply.status === 404) {
        response.status(404).json({ error: "Organization not found" });
        return;
      }
      if (!reply.ok) throw new Error(`WorkOS answered ${reply.status}`);
      const { token } = await reply.json();
      response.json({ token });
    } catch {
      response.status(500).json({ error: "Failed to generate token" });
    }
  };
}
