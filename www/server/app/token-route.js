import { requireMembership, requireUser } from "./access.js";
import { parseTokenRequest } from "./token-request.js";
import { workosScopes } from "./widget-scopes.js";
import { refusalForWorkosError } from "./workos-errors.js";

/**
 * `POST /api/widget-token`: a widget token for the signed-in user, by the WorkOS SDK.
 *
 * @param {import("@workos-inc/node").WorkOS} workos
 * @returns {import("express").RequestHandler}
 */
export function widgetTokenRoute(workos) {
  return async (request, response) => {
    response.set("Cache-Control", "no-store");

    const user = requireUser(request);
    const { organizationId, widgetScopes } = parseTokenRequest(request.body);
    const scopes = workosScopes(widgetScopes);
    requireMembership(user, organizationId);

    try {
      const userId = user.workosUserId;
      const { token } = await workos.widgets.createToken({ organizationId, userId, scopes });
      response.json({ token });
    } catch (error) {
      throw refusalForWorkosError(error);
    }
  };
}
