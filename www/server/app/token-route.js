import { createTokenRoute, toNodeHandler } from "../../../src/route/index.js";
import { signedInUser } from "./access.js";

/** What the demo's pages may ask for: the API's short names, and the permissions by their own. */
const SCOPES = /** @type {const} */ ({
  sso: "widgets:sso:manage",
  dsync: "widgets:dsync:manage",
  audit_logs: "widgets:audit-log-streaming:manage",
  log_streams: "widgets:audit-log-streaming:manage",
  "widgets:users-table:manage": "widgets:users-table:manage",
  "widgets:sso:manage": "widgets:sso:manage",
  "widgets:domain-verification:manage": "widgets:domain-verification:manage",
  "widgets:api-keys:manage": "widgets:api-keys:manage",
  "widgets:dsync:manage": "widgets:dsync:manage",
  "widgets:audit-log-streaming:manage": "widgets:audit-log-streaming:manage",
  "widgets:pipes:manage": "widgets:pipes:manage",
});

/** One visitor may have many widgets with tokens that live for seconds: that is what the demo is for. */
const REQUESTS_PER_VISITOR_PER_MINUTE = 6_000;

/**
 * `POST /api/widget-token`: a widget token for the signed-in user, by the package's own route and the WorkOS SDK.
 *
 * @param {import("@workos-inc/node").WorkOS} workos
 * @param {import("../../../src/route/index.js").Limiter} [limiter]
 * @returns {import("express").RequestHandler}
 */
export function widgetTokenRoute(workos, limiter) {
  const route = createTokenRoute({
    workos,
    scopes: SCOPES,
    requestsPerUserPerMinute: REQUESTS_PER_VISITOR_PER_MINUTE,
    limiter,
    authenticate: (_request, expressRequest) => {
      const user = signedInUser(expressRequest);
      if (!user) return null;
      const { name: userId, workosUserId = null, organizations } = user;
      return { userId, workosUserId, organizationIds: organizations.map(({ id }) => id) };
    },
  });
  return toNodeHandler(route);
}
